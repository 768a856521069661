// SPDX-License-Identifier: Apache-2.0
#include "formats/in_toto.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/text.hpp"
#include "formats/json_outline.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kMostSubjects = 100'000;
constexpr std::size_t kLongestSubject = std::size_t{64} * 1024;

Error malformed_statement(const std::string& what) { return {"statement-malformed", "not an in-toto statement: " + what}; }

bool is_digest(const std::string& text, std::size_t bytes) {
  return text.size() == 2 * bytes && is_lower_hex(text);
}

std::string text_of_member(const std::vector<JsonMember>& members, std::string_view name) {
  const std::string_view text = member_text(members, name);
  const auto parsed = Json::parse(text.empty() ? "null" : text);
  return parsed ? std::string(parsed->string().value_or("")) : std::string();
}

Result<Subject> subject_of(std::string_view text) {
  if (text.size() > kLongestSubject) return malformed_statement("a subject is larger than 64 KiB");
  const auto json = Json::parse(text);
  if (!json) return malformed_statement("a subject: " + json.error().describe());
  const Json digest = json->member("digest");
  Subject out{json->string_or("name", ""), digest.string_or("sha256", ""), digest.string_or("sha512", "")};
  if (!is_digest(out.sha256, 32)) return malformed_statement("the subject \"" + printable(out.name) + "\" has no SHA-256");
  if (!digest.member("sha512").is_null() && !is_digest(out.sha512, 64))
    return malformed_statement("the SHA-512 of the subject \"" + printable(out.name) + "\" is none");
  return out;
}

}  // namespace

Result<Statement> parse_statement(std::string_view text) {
  const auto members = json_members(text);
  if (!members) return malformed_statement(members.error().describe());
  const std::string type = text_of_member(*members, "_type");
  if (type.empty()) return malformed_statement("it has no \"_type\"");
  if (type != kStatementType)
    return Error{"statement-version", "a statement of the type \"" + printable(type) + "\"; read is " + std::string(kStatementType)};
  Statement out;
  out.predicate_type = text_of_member(*members, "predicateType");
  if (out.predicate_type.empty()) return malformed_statement("it has no \"predicateType\"");
  out.predicate = member_text(*members, "predicate");
  if (!out.predicate.empty() && out.predicate.front() != '{') return malformed_statement("its predicate is no object");
  const auto read = each_json_element(member_text(*members, "subject"), [&](std::string_view one) -> std::optional<Error> {
    if (out.subjects.size() == kMostSubjects) return malformed_statement("more than 100000 subjects");
    auto subject = subject_of(one);
    if (!subject) return subject.error();
    out.subjects.push_back(std::move(*subject));
    return std::nullopt;
  });
  if (!read) return read.error().code == "json-malformed" ? malformed_statement("\"subject\": " + read.error().describe()) : read.error();
  if (out.subjects.empty()) return malformed_statement("it has no subject");
  return out;
}

}  // namespace souptrace::formats
