// SPDX-License-Identifier: Apache-2.0
#include "review/judgements.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"

namespace souptrace::review {
namespace {

constexpr std::array<std::string_view, 7> kNotApproved{"approval",   "history",         "verification", "anomaly_list",
                                                       "anomalies", "vulnerabilities", "monitoring"};

/// RFC 8785, 3.2.2.2: only what must be escaped is.
void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kShort = "\b\t\n\f\r";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (const auto at = kShort.find(c); at != std::string_view::npos) {
      out += '\\';
      out += "btnfr"[at];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append(std::string& out, const formats::Json& value) {  // depth is bounded by Json::kMaximumDepth
  if (value.is_object()) {
    out += '{';
    for (const formats::Json& member : value.members()) {  // sorted; the names of the format are ASCII
      if (out.back() != '{') out += ',';
      append_string(out, member.key());
      out += ':';
      append(out, member);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (const formats::Json& item : value.items()) {
      if (out.back() != '[') out += ',';
      append(out, item);
    }
    out += ']';
  } else if (const auto text = value.string()) {
    append_string(out, *text);
  } else if (const auto truth = value.boolean()) {
    out += *truth ? "true" : "false";
  } else if (const auto number = value.integer()) {
    out += std::to_string(*number);
  } else {
    out += "null";
  }
}

}  // namespace

std::string facts_digest(const SoupFacts& facts) {
  std::vector<std::string> lines;
  for (const std::string& component : facts.components) lines.push_back("component " + component + '\n');
  for (const SoupFile& file : facts.files) lines.push_back("file " + file.sha256 + ' ' + file.name + '\n');
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return "sha256:" + sha256_hex(as_bytes(text));
}

std::string approval_digest(const formats::Json& item, std::string_view facts_digest) {
  std::string text = "{";
  const auto begin_member = [&](std::string_view name) {
    if (text.back() != '{') text += ',';
    append_string(text, name);
    text += ':';
  };
  bool has_facts = false;
  const auto append_facts = [&] {
    begin_member("facts");
    append_string(text, facts_digest);
    has_facts = true;
  };
  for (const formats::Json& member : item.members()) {
    if (std::find(kNotApproved.begin(), kNotApproved.end(), member.key()) != kNotApproved.end()) continue;
    if (!has_facts && member.key() >= "facts") append_facts();
    if (member.key() == "facts") continue;
    begin_member(member.key());
    append(text, member);
  }
  if (!has_facts) append_facts();
  text += '}';
  return "sha256:" + sha256_hex(as_bytes(text));
}

std::vector<BoundJudgement> judgements_of(const SoupItem& item, const std::string& facts_digest, const std::string& approval_digest) {
  std::vector<BoundJudgement> out;
  if (item.architecture.verification)
    out.push_back({"architecture/verification", item.architecture.verification->binds_to, facts_digest});
  for (const SoupVerification& one : item.verification)
    out.push_back({"verification/" + one.requirement + '/' + one.test, one.binds_to, facts_digest});
  if (item.anomaly_list.published) out.push_back({"anomaly_list", item.anomaly_list.binds_to, facts_digest});
  for (const Anomaly& one : item.anomalies) out.push_back({"anomalies/" + one.id, one.binds_to, facts_digest});
  for (const Assessment& one : item.vulnerabilities) out.push_back({"vulnerabilities/" + one.vulnerability, one.binds_to, ""});
  if (item.approval) out.push_back({"approval", item.approval->binds_to, approval_digest});
  return out;
}

std::vector<std::string> stale_judgements(const SoupItem& item, const std::string& facts_digest, const std::string& approval_digest) {
  std::vector<std::string> out;
  for (const BoundJudgement& one : judgements_of(item, facts_digest, approval_digest))
    if (!one.holds()) out.push_back(one.name);
  return out;
}

}  // namespace souptrace::review
