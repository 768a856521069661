// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "model/trace_index.hpp"

namespace souptrace::write {

enum class SbomFormat { cyclonedx_1_7, cyclonedx_1_6, spdx_3_0_1, spdx_2_3 };

/// What the user writes for a format, and what a document of it beside others is called.
struct SbomFormatName {
  SbomFormat format;
  std::string_view name;
  std::string_view ending;  ///< after the binary's name
};

inline constexpr std::array<SbomFormatName, 4> kSbomFormats{
    {{SbomFormat::cyclonedx_1_7, "cyclonedx-1.7", ".cdx-1.7.json"},
     {SbomFormat::cyclonedx_1_6, "cyclonedx-1.6", ".cdx-1.6.json"},
     {SbomFormat::spdx_3_0_1, "spdx-3.0.1", ".spdx.json"},
     {SbomFormat::spdx_2_3, "spdx-2.3", ".spdx-2.3.json"}}};

[[nodiscard]] std::optional<SbomFormat> sbom_format_named(std::string_view name);
[[nodiscard]] std::string_view name_of(SbomFormat format);

/// The SBOM of one binary. `timestamp` is RFC 3339 in UTC, from SOURCE_DATE_EPOCH; "" withholds the time.
[[nodiscard]] std::string sbom(const TraceIndex& index, const TraceBinary& binary, SbomFormat format,
                               const std::string& timestamp);
/// The same where one document is all that is wanted of the trace.
[[nodiscard]] std::string sbom(const Trace& trace, const TraceBinary& binary, SbomFormat format,
                               const std::string& timestamp);

}  // namespace souptrace::write
