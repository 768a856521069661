// SPDX-License-Identifier: Apache-2.0
#include "write/shipped_records.hpp"

#include "write/field_reader.hpp"
#include "write/field_writer.hpp"

namespace souptrace {

/// Beside the type, where the visitors of trace_fields.hpp look for it.
template <class V, write::Is<ShippedRecord> S>
void fields(V& visit, S& record) {
  visit.required("target", record.target);
  visit.required("linkedSha256", record.linked_sha256);
  visit.required("place", record.place);
  visit.required("file", record.file);
  visit.optional("declared", record.declared);
  visit.optional("unexplained", record.unexplained);
  visit.optional("foreign", record.foreign);
}

}  // namespace souptrace

namespace souptrace::write {
namespace {

constexpr std::uint64_t kRecordsFormat = 1;

Error malformed(const std::string& text) { return {"shipped-records-malformed", text}; }

}  // namespace

std::string shipped_records_json(const std::vector<ShippedRecord>& records) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("format", kRecordsFormat);
  json.key("records");
  json.begin_array();
  for (const ShippedRecord& record : records) write_fields(json, record);
  json.end_array();
  json.end_object();
  out += '\n';
  return out;
}

Result<std::vector<ShippedRecord>> read_shipped_records(std::string_view text) {
  const auto root = nlohmann::json::parse(text, nullptr, false);
  if (!root.is_object() || root.value("format", nlohmann::json()) != kRecordsFormat || !root.contains("records") ||
      !root["records"].is_array())
    return malformed("it is no list of installed files that this souptrace reads");
  std::vector<ShippedRecord> out;
  std::optional<Error> error;
  const JsonPlace document{};
  const JsonPlace list{&document, "records"};
  for (std::size_t i = 0; i < root["records"].size(); ++i) {
    FieldReader::read_object(root["records"][i], out.emplace_back(), JsonPlace{&list, {}, i}, error);
    if (error) return malformed(error->text);
  }
  return out;
}

}  // namespace souptrace::write
