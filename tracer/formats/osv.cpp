// SPDX-License-Identifier: Apache-2.0
#include "formats/osv.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kDeepestCode = 4;  ///< "imports": [{"path": …, "symbols": […]}] and a little more

/// Reads members of one record; the first error is kept and nothing is read after it.
class RecordReader {
 public:
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  void text(const Json& object, std::string_view name, std::string& out) {
    const Json value = object.member(name);
    if (error_ || value.is_null()) return;
    if (!value.is_string()) return fail(value, "a string");
    out = *value.string();
  }
  void required_text(const Json& object, std::string_view name, std::string& out) {
    auto value = object.required_string(name);
    if (error_) return;
    if (!value) error_ = value.error();
    else out = std::move(*value);
  }
  void texts(const Json& object, std::string_view name, std::vector<std::string>& out) {
    if (error_ || object.member(name).is_null()) return;
    auto values = object.strings(name);
    if (!values) error_ = values.error();
    else out = std::move(*values);
  }
  /// The objects of a list.
  template <class Take>
  void objects(const Json& object, std::string_view name, const Take& take) {
    const Json list = object.member(name);
    if (error_ || list.is_null()) return;
    if (!list.is_array()) return fail(list, "an array");
    for (const Json& item : list.items()) {
      if (error_) return;
      if (!item.is_object()) return fail(item, "an object");
      take(item);
    }
  }
  /// The member, which must be an object when it is there.
  Json object(const Json& parent, std::string_view name) {
    Json value = parent.member(name);
    if (error_ || value.is_null() || value.is_object()) return value;
    fail(value, "an object");
    return {};
  }
  void fail(const Json& value, std::string_view expected) {
    if (!error_)
      error_ = Error{"json-mismatch", printable(value.pointer()) + " is a " + std::string(value.kind_name()) +
                                          "; expected: " + std::string(expected)};
  }

 private:
  std::optional<Error> error_;
};

OsvEvent read_event(RecordReader& reader, const Json& json) {
  using Kind = OsvEvent::Kind;
  constexpr std::pair<std::string_view, Kind> kNames[] = {
      {"introduced", Kind::introduced}, {"fixed", Kind::fixed}, {"last_affected", Kind::last_affected}, {"limit", Kind::limit}};
  OsvEvent out;
  std::size_t found = 0;
  for (const auto& [name, kind] : kNames) {
    if (json.member(name).is_null()) continue;
    reader.text(json, name, out.version);
    out.kind = kind;
    ++found;
  }
  if (found != 1) out.kind = Kind::unknown;
  return out;
}

OsvRange read_range(RecordReader& reader, const Json& json) {
  OsvRange out;
  reader.required_text(json, "type", out.type);
  reader.text(json, "repo", out.repo);
  if (!json.member("events").is_array()) reader.fail(json.member("events"), "an array");
  reader.objects(json, "events", [&](const Json& event) { out.events.push_back(read_event(reader, event)); });
  return out;
}

void add_severity(RecordReader& reader, const Json& json, std::vector<OsvSeverity>& out) {
  reader.objects(json, "severity", [&](const Json& one) {
    OsvSeverity severity;
    reader.required_text(one, "type", severity.type);
    reader.required_text(one, "score", severity.score);
    out.push_back(std::move(severity));
  });
}

/// Each database has its own words for the code that is vulnerable; none is prescribed, so what does not fit is no error.
void add_code(const Json& value, bool names_files, std::size_t depth, OsvAffected& out) {
  if (depth > kDeepestCode) return;
  if (const auto text = value.string()) {
    if (!text->empty()) (names_files ? out.files : out.symbols).emplace_back(*text);
    return;
  }
  for (const Json& item : value.items()) add_code(item, names_files, depth + 1, out);
  if (!value.is_object()) return;
  for (const std::string_view name : {"functions", "symbols", "imports", "affects"}) add_code(value.member(name), false, depth + 1, out);
  for (const std::string_view name : {"files", "path"}) add_code(value.member(name), true, depth + 1, out);
}

void sort_each_once(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

OsvAffected read_affected(RecordReader& reader, const Json& json, OsvRecord& record) {
  OsvAffected out;
  const Json package = reader.object(json, "package");
  reader.text(package, "ecosystem", out.ecosystem);
  reader.text(package, "name", out.name);
  reader.text(package, "purl", out.purl);
  reader.objects(json, "ranges", [&](const Json& range) { out.ranges.push_back(read_range(reader, range)); });
  reader.texts(json, "versions", out.versions);
  add_severity(reader, json, record.severity);
  for (const std::string_view name : {"ecosystem_specific", "database_specific"}) add_code(reader.object(json, name), false, 0, out);
  sort_each_once(out.symbols);
  sort_each_once(out.files);
  return out;
}

void read_references(RecordReader& reader, const Json& json, OsvRecord& out) {
  std::vector<std::string> others;
  reader.objects(json, "references", [&](const Json& one) {
    std::string url;
    reader.text(one, "url", url);
    if (!url.empty()) (one.string_or("type", "") == "ADVISORY" ? out.references : others).push_back(url);
  });
  out.references.insert(out.references.end(), others.begin(), others.end());
}

}  // namespace

Result<OsvRecord> parse_osv(std::string_view text) {
  const auto json = Json::parse(text);
  if (!json) return json.error();
  if (!json->is_object()) return Error{"json-mismatch", "the record is a " + std::string(json->kind_name()) + "; expected: an object"};
  RecordReader reader;
  OsvRecord out;
  std::string version = "1.0.0";
  reader.text(*json, "schema_version", version);
  if (!reader.error() && version != "1" && !version.starts_with("1."))
    return Error{"osv-version", "the record has schema_version " + printable(version) + "; this program knows 1.x"};
  reader.required_text(*json, "id", out.id);
  reader.required_text(*json, "modified", out.modified);
  reader.text(*json, "published", out.published);
  reader.text(*json, "withdrawn", out.withdrawn);
  reader.texts(*json, "aliases", out.aliases);
  reader.texts(*json, "upstream", out.upstream);
  reader.text(*json, "summary", out.summary);
  reader.objects(*json, "affected", [&](const Json& one) { out.affected.push_back(read_affected(reader, one, out)); });
  add_severity(reader, *json, out.severity);
  std::sort(out.severity.begin(), out.severity.end());
  out.severity.erase(std::unique(out.severity.begin(), out.severity.end()), out.severity.end());
  read_references(reader, *json, out);
  const Json cwes = reader.object(*json, "database_specific").member("cwe_ids");
  for (const Json& cwe : cwes.items())
    if (const auto id = cwe.string()) out.cwes.emplace_back(*id);
  sort_each_once(out.cwes);
  if (reader.error()) return *reader.error();
  return out;
}

}  // namespace souptrace::formats
