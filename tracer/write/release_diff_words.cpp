// SPDX-License-Identifier: Apache-2.0
#include "write/release_diff_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "model/names.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {
namespace {

using Words = std::pair<std::string_view, std::string_view>;

constexpr std::array<Words, 13> kStates{{{"bytes", "with the same version and other bytes"},
                                         {"version", "with another version"},
                                         {"added", "new"},
                                         {"removed", "gone"},
                                         {"parts", "of which other files or members are in the product"},
                                         {"binaries", "in other binaries"},
                                         {"not-comparable", "that cannot be compared"},
                                         {"compiled", "compiled to other code from the same sources"},
                                         {"tier", "identified otherwise"},
                                         {"supplier", "with another supplier"},
                                         {"license", "with another licence"},
                                         {"moved", "at other places"},
                                         {"metadata", "described otherwise by their package"}}};

constexpr std::array<Words, 6> kChanges{{{"added", "new"}, {"removed", "gone"}, {"changed", "other bytes"}, {"moved", "moved"}, {"owner", "another owner"}, {"not-comparable", "no digest to compare"}}};

template <std::size_t N>
std::string words_in(const std::array<Words, N>& table, std::string_view wanted) {
  for (const auto& [name, words] : table)
    if (name == wanted) return std::string(words);
  return std::string(wanted);
}

void add_number(std::string& out, std::uint64_t number, const char* what) {
  if (number > 0) add_word(out, grouped(number) + ' ' + what);
}

}  // namespace

std::string short_digest(const std::string& sha256) {
  return sha256.empty() ? "not known" : sha256.substr(0, 12);
}

std::string product_words(const Product& product) {
  const std::string name = product.name.empty() ? "unnamed product" : product.name;
  return product.version.empty() ? name : name + ' ' + product.version;
}

std::string subject_words(const ReviewImpact& impact, const ReleaseDiff& diff) {
  if (impact.registered) return impact.subject + ' ' + impact.title;
  for (const ComponentDiff& one : diff.components) {
    if ((one.after ? one.after : one.before)->id != impact.title) continue;
    const std::string before = one.before ? one.before->version : "";
    const std::string after = one.after ? one.after->version : "";
    if (before == after || before.empty() || after.empty()) return one.name + (before.empty() && after.empty() ? "" : ' ' + (after.empty() ? before : after));
    return one.name + ' ' + before + " -> " + after;
  }
  return impact.subject;
}

std::vector<std::string> summary_words(const ReleaseDiff& diff) {
  std::vector<std::string> out;
  for (const auto& [state, words] : kStates) {
    const auto number = std::count_if(diff.components.begin(), diff.components.end(), [&, &wanted = state](const ComponentDiff& one) { return one.states.front() == wanted; });
    if (number > 0) out.push_back(counted(static_cast<std::uint64_t>(number), "component") + ' ' + std::string(words));
  }
  if (!diff.unowned.empty()) out.push_back(counted(diff.unowned.size(), "file") + " that nobody owns");
  std::uint64_t changed = 0;
  for (const BinaryDiff& one : diff.binaries) changed += one.state == "same" ? 0U : 1U;
  out.push_back(grouped(changed) + " of " + counted(diff.binaries.size(), "binar", "ies") + (changed == 1 ? " differs" : " differ"));
  if (!diff.settings.empty()) out.push_back(counted(diff.settings.size(), "setting") + (diff.settings.size() == 1 ? " differs" : " differ"));
  return out;
}

std::vector<std::string> count_words(const BinaryDiff& binary) {
  std::vector<std::string> out;
  for (const PartCount& one : binary.counts) {
    std::string words;
    add_number(words, one.added, "new");
    add_number(words, one.removed, "gone");
    add_number(words, one.changed, "with other bytes");
    add_number(words, one.other, "moved, of another owner or not comparable");
    if (words.empty()) continue;
    add_number(words, one.same, "the same");
    std::string role(name_of(one.role));
    std::replace(role.begin(), role.end(), '-', ' ');
    if (role.ends_with("library")) role.replace(role.size() - 1, 1, "ies");
    else role += 's';
    out.push_back(role + ": " + words);
  }
  return out;
}

std::string change_words(const PartChange& change) {
  const PartSide& side = change.after ? *change.after : *change.before;
  std::string out = words_in(kChanges, change.state) + ": " + side.name;
  if (change.state == "changed") return out + ' ' + short_digest(change.before->sha256) + " -> " + short_digest(change.after->sha256);
  if (change.state == "moved") return out + ' ' + change.before->place + " -> " + change.after->place;
  if (change.state == "owner") return out + ' ' + change.before->component + " -> " + change.after->component;
  return out + ' ' + short_digest(side.sha256);
}

std::string value_name(const std::string& name) {
  std::string out;
  for (const char c : name.substr(0, name.find(' '))) {  // what follows is a place or a language
    if (c >= 'A' && c <= 'Z' && !out.empty() && out.back() >= 'a' && out.back() <= 'z') {
      out += ' ';
      out += static_cast<char>(c - 'A' + 'a');
    } else {
      out += c;
    }
  }
  return name.find(' ') == std::string::npos ? out : out + name.substr(name.find(' '));
}

std::string value_words(const ValueChange& value) {
  const auto stated = [](const std::string& text) { return text.empty() ? std::string("none") : text; };
  return value_name(value.name) + ' ' + stated(value.before) + " -> " + stated(value.after);
}

std::string unaffected_words(const Unaffected& one) {
  return one.subject + ": " + one.reason + (one.sha256.empty() ? "" : ", sha256 " + short_digest(one.sha256));
}

std::map<std::string, std::string> clauses_of(const ReleaseDiff& diff) {
  std::map<std::string, std::string> out;
  for (const ReviewImpact& impact : diff.impacts)
    for (const ReviewTrigger& trigger : impact.triggers) out.emplace(trigger.clause, trigger.task);
  return out;
}

}  // namespace souptrace::write
