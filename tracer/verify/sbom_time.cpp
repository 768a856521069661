// SPDX-License-Identifier: Apache-2.0
#include "verify/documents.hpp"
#include "verify/sbom_elements.hpp"
#include "write/spdx_time.hpp"

namespace souptrace::verify {
namespace {

using formats::Json;

/// SPDX 3 keeps the time in an element of the graph; the first one is that of the document here.
Result<std::string> spdx3_time(const std::vector<formats::JsonMember>& members) {
  std::string time;
  const auto read = each_element(members, "@graph", "CreationInfo", [&](const Json& one) {
    if (time.empty() && one.string_or("type", one.string_or("@type", "")) == "CreationInfo") time = one.string_or("created", "");
  });
  if (!read) return read.error();
  return time;
}

Result<std::string> member_time(const std::vector<formats::JsonMember>& members, std::string_view part, std::string_view name) {
  const auto json = document_part(members, part);
  if (!json) return json.error();
  return json->string_or(name, "");
}

}  // namespace

Result<std::string> sbom_time(std::string_view text) {
  const auto members = formats::json_members(text);
  if (!members) return malformed_document(members.error().describe());
  const bool is_spdx3 = !formats::member_text(*members, "@graph").empty();
  const bool is_spdx2 = !formats::member_text(*members, "spdxVersion").empty();
  Result<std::string> time = is_spdx3   ? spdx3_time(*members)
                             : is_spdx2 ? member_time(*members, "creationInfo", "created")
                                        : member_time(*members, "metadata", "timestamp");
  if (time && *time == write::kWithheldTime) return std::string();
  return time;
}

}  // namespace souptrace::verify
