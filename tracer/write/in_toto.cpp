// SPDX-License-Identifier: Apache-2.0
#include "write/in_toto.hpp"

#include "model/names.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {
namespace {

void add(std::vector<StatementSubject>& out, const TracePath& path, const std::string& sha256, const std::string& sha512) {
  if (!sha256.empty()) out.push_back({text_of(path), sha256, sha512});
}

}  // namespace

std::vector<StatementSubject> subjects_of(const TraceBinary& binary) {
  std::vector<StatementSubject> out;
  add(out, binary.path, binary.sha256, binary.sha512);
  for (const ShippedFile& file : binary.shipped) add(out, file.path, file.sha256, file.sha512);
  return out;
}

std::vector<StatementSubject> subjects_of(const Trace& trace) {
  std::vector<StatementSubject> out;
  for (const TraceBinary& binary : trace.binaries)
    for (StatementSubject& subject : subjects_of(binary)) out.push_back(std::move(subject));
  return out;
}

std::string_view as_predicate(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string statement(const std::vector<StatementSubject>& subjects, std::string_view predicate_type, std::string_view predicate) {
  std::string out;
  JsonText json(out);
  json.begin_object(JsonText::Layout::one_line);
  json.member("_type", "https://in-toto.io/Statement/v1");
  json.key("subject");
  json.begin_array(JsonText::Layout::one_line);
  for (const StatementSubject& subject : subjects) {
    json.begin_object(JsonText::Layout::one_line);
    json.member("name", subject.name);
    json.key("digest");
    json.begin_object(JsonText::Layout::one_line);
    json.member("sha256", subject.sha256);
    json.member_unless_empty("sha512", subject.sha512);
    json.end_object();
    json.end_object();
  }
  json.end_array();
  json.member("predicateType", predicate_type);
  json.end_object();
  out.pop_back();  // the predicate is the last member, as it is
  out += ", \"predicate\": ";
  out += as_predicate(predicate);
  out += '}';
  return out;
}

}  // namespace souptrace::write
