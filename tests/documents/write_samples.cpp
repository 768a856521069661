// SPDX-License-Identifier: Apache-2.0
// usage: write_samples DIRECTORY
// Writes the documents of the sample trace, and the files that it tells of below DIRECTORY/roots/<root>/, for the validators to judge.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "unit/write/sample_trace.hpp"
#include "write/cyclonedx.hpp"
#include "write/trace_json.hpp"

namespace {

namespace fs = std::filesystem;
using namespace souptrace;

void put(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

void put_file(const fs::path& directory, const TracePath& path) {
  const std::string root(name_of(path.root));
  put((directory / "roots" / root / path.path).lexically_normal(), sample::content(text_of(path)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_samples DIRECTORY\n";
    return 2;
  }
  const fs::path directory = argv[1];
  const Trace trace = sample::trace();
  put(directory / "trace.json", write::trace_json(trace));
  for (const TraceFile& file : trace.files) put_file(directory, file.path);
  for (const TraceBinary& binary : trace.binaries) {
    put_file(directory, binary.path);
    put(directory / (binary.name + ".cdx.json"), write::cyclonedx(trace, binary, {write::CycloneDxVersion::v1_7, "2026-11-22T10:00:00Z"}));
    put(directory / (binary.name + "-1.6.cdx.json"), write::cyclonedx(trace, binary, {write::CycloneDxVersion::v1_6, ""}));
  }
  return 0;
}
