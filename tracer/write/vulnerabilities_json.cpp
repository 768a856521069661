// SPDX-License-Identifier: Apache-2.0
#include "write/vulnerabilities_json.hpp"

#include "write/field_reader.hpp"
#include "write/field_writer.hpp"
#include "write/json_elements.hpp"
#include "write/vulnerability_fields.hpp"

namespace souptrace::write {

template <>
inline constexpr bool kSpansLines<ComponentResult> = true;
template <>
inline constexpr bool kSpansLines<ComponentVulnerability> = true;
template <>
inline constexpr bool kSpansLines<KnownVulnerability> = true;

namespace {

Error malformed(std::string text) {
  return {"vulnerabilities-malformed", std::move(text)};
}

}  // namespace

std::string vulnerabilities_json(const VulnerabilityReport& report) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("$schema", kVulnerabilitiesSchema);
  json.member("format", std::uint64_t{kVulnerabilitiesFormat});
  FieldWriter writer(json);
  fields(writer, report);
  json.end_object();
  return out + '\n';
}

Result<VulnerabilityReport> read_vulnerabilities_json(std::string_view text) {
  // Each list as a whole: read_elements refuses what no trace has either, and gives the root without them.
  nlohmann::json lists = nlohmann::json::object();
  const auto keep = [&](std::string_view list, std::string_view, const nlohmann::json& element) -> std::optional<Error> {
    lists[std::string(list)].push_back(element);
    return std::nullopt;
  };
  auto root = read_elements(text, {"", ""}, kVulnerabilitiesFormat, keep);
  if (!root) return Error{root.error().code == "trace-version" ? "vulnerabilities-version" : "vulnerabilities-malformed", root.error().text, root.error().offset};
  for (const auto& [name, value] : lists.items()) (*root)[name] = value;
  if (root->value("$schema", nlohmann::json()) != kVulnerabilitiesSchema)
    return malformed("/$schema: expected \"" + std::string(kVulnerabilitiesSchema) + "\": is it a document of souptrace vulns?");
  if (root->value("format", nlohmann::json()) != kVulnerabilitiesFormat)
    return malformed("/format: expected " + std::to_string(kVulnerabilitiesFormat));
  root->erase("$schema");
  root->erase("format");
  VulnerabilityReport out;
  std::optional<Error> error;
  FieldReader::read_object(*root, out, JsonPlace{}, error);
  if (error) return malformed(error->text);
  return out;
}

}  // namespace souptrace::write
