// SPDX-License-Identifier: Apache-2.0
#include "cli/written_sbom.hpp"

#include "base/path.hpp"
#include "verify/documents.hpp"

namespace souptrace::cli {

WrittenSbom written_sbom(Host& host, const std::string& directory, const Trace& trace, const TraceBinary& binary, write::SbomFormat format) {
  std::vector<std::string> names{binary.name + ".cdx.json"};
  for (const write::SbomFormatName& one : write::kSbomFormats)
    if (one.format == format) names.push_back(binary.name + std::string(one.ending));
  for (const std::string& name : names) {
    const auto file = host.read(path::join(directory, name));
    const auto time = file ? verify::sbom_time((*file)->text()) : Result<std::string>(Error{});
    if (!time) continue;
    std::string text = write::sbom(trace, binary, format, *time);
    if (text == (*file)->text()) return {name, *time, std::move(text)};
  }
  return {};
}

}  // namespace souptrace::cli
