// SPDX-License-Identifier: Apache-2.0
#include "write/sbom.hpp"

#include "write/cyclonedx.hpp"
#include "write/spdx2.hpp"
#include "write/spdx3.hpp"

namespace souptrace::write {

std::optional<SbomFormat> sbom_format_named(std::string_view name) {
  for (const SbomFormatName& one : kSbomFormats)
    if (one.name == name) return one.format;
  return std::nullopt;
}

std::string_view name_of(SbomFormat format) {
  for (const SbomFormatName& one : kSbomFormats)
    if (one.format == format) return one.name;
  return "";
}

std::string sbom(const TraceIndex& index, const TraceBinary& binary, SbomFormat format,
                 const std::string& timestamp) {
  switch (format) {
    case SbomFormat::cyclonedx_1_7:
      break;
    case SbomFormat::cyclonedx_1_6:
      return cyclonedx(index, binary, {CycloneDxVersion::v1_6, timestamp});
    case SbomFormat::spdx_3_0_1:
      return spdx3(index, binary, timestamp);
    case SbomFormat::spdx_2_3:
      return spdx2(index, binary, timestamp);
  }
  return cyclonedx(index, binary, {CycloneDxVersion::v1_7, timestamp});
}

std::string sbom(const Trace& trace, const TraceBinary& binary, SbomFormat format, const std::string& timestamp) {
  return sbom(TraceIndex(trace), binary, format, timestamp);
}

}  // namespace souptrace::write
