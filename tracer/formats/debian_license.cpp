// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "base/characters.hpp"
#include "base/text.hpp"
#include "formats/debian_copyright.hpp"
#include "formats/debian_license_names.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kLongestSynopsis = 4096;

/// A name for what SPDX does not have: letters, digits, '.' and '-' only; '+' is spelt out, because it
/// distinguishes licences.
std::string reference_to(std::string_view name) {
  std::string out = "LicenseRef-debian-";
  for (const char c : name) {
    const bool plain = is_letter_or_digit(c) || c == '.';
    if (plain)
      out += c;
    else if (c == '+')
      out += "plus";
    else if (!out.ends_with('-'))
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::string_view rest = trim(text); !rest.empty();) {
    const std::size_t end = std::min(rest.find_first_of(" \t,"), rest.size());
    const std::size_t used = std::max<std::size_t>(end, 1);  // a comma is a word of its own
    words.push_back(rest.substr(0, used));
    rest = trim(rest.substr(used));
  }
  return words;
}

bool is(std::string_view word, std::string_view name) {
  return to_lower(word) == name;
}
bool joins(std::string_view word) {
  return is(word, "and") || is(word, "or") || word == ",";
}

/// Translates word by word into an SPDX expression with parentheses, which normalize_spdx_expression then
/// thins out.
class Translator {
 public:
  explicit Translator(std::string_view synopsis) : words_(words_of(synopsis)) {}

  /// Nothing when the words are not as copyright-format wants them.
  std::optional<std::string> translate() {
    std::string out;
    std::string group;  // what stands between two commas
    for (bool comma = false;; comma = false) {
      if (!license(group)) return std::nullopt;
      if (at_ == words_.size()) return out + '(' + group + ')';
      if (words_[at_] == ",") {
        comma = true;
        ++at_;
      }
      if (at_ == words_.size() || words_[at_] == "," || !joins(words_[at_])) return std::nullopt;
      const std::string operation = is(words_[at_++], "and") ? " AND " : " OR ";
      if (!comma) {
        group += operation;
        continue;
      }
      out = '(' + out + '(' + group + "))" + operation;  // commas bind from left to right
      group.clear();
    }
  }

  [[nodiscard]] std::set<std::string> unknown() const { return unknown_; }

 private:
  /// "name" or "name with words exception"
  bool license(std::string& out) {
    if (at_ == words_.size() || joins(words_[at_])) return false;
    const std::string_view name = words_[at_++];
    if (name.find_first_of("()|&;") != std::string_view::npos)
      return false;  // not of this grammar: it may mean anything
    const auto known = spdx_of_debian_name(name);
    if (at_ == words_.size() || !is(words_[at_], "with")) {
      out += known ? '(' + *known + ')' : refer(std::string(name));
      return true;
    }
    std::string exception;
    for (++at_; at_ < words_.size() && !joins(words_[at_]); ++at_)
      exception += (exception.empty() ? "" : " ") + std::string(words_[at_]);
    if (exception.empty()) return false;
    std::string_view bare = exception;
    if (to_lower(bare).ends_with(" exception")) bare.remove_suffix(std::string_view(" exception").size());
    const auto id = spdx_of_debian_exception(bare);
    const bool both = known && id && known->find(' ') == std::string::npos;
    out += both ? *known + " WITH " + *id : refer(std::string(name) + " with " + exception);
    return true;
  }

  std::string refer(const std::string& name) {
    unknown_.insert(name);
    return reference_to(name);
  }

  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
  std::set<std::string> unknown_;
};

bool is_packaging(const DebianCopyright::Files& files) {
  return !files.patterns.empty() &&
         std::all_of(files.patterns.begin(), files.patterns.end(),
                     [](const std::string& p) { return p.starts_with("debian/"); });
}

}  // namespace

DebianLicense spdx_from_debian(std::string_view synopsis) {
  synopsis = trim(synopsis);
  if (synopsis.empty()) return {};
  if (synopsis.size() > kLongestSynopsis)
    return {"LicenseRef-debian-unreadable", {std::string(synopsis.substr(0, 80)) + "…"}};
  Translator translator(synopsis);
  const auto translated = translator.translate();
  // what is not of Debian's grammar may be an SPDX expression with parentheses
  const Result<std::string> expression =
      normalize_spdx_expression(translated ? std::string_view(*translated) : synopsis);
  if (!expression) return {reference_to(synopsis), {std::string(synopsis)}};
  if (!translated) return {*expression, {}};
  const std::set<std::string> unknown = translator.unknown();
  return {*expression, {unknown.begin(), unknown.end()}};
}

DebianLicense spdx_from_debian(const DebianCopyright& copyright) {
  const bool only_packaging = std::all_of(copyright.files.begin(), copyright.files.end(), is_packaging);
  std::set<std::string> synopses;
  for (const DebianCopyright::Files& files : copyright.files)
    if ((only_packaging || !is_packaging(files)) && !files.license.empty()) synopses.insert(files.license);
  if (synopses.empty() && !copyright.license.empty()) synopses.insert(copyright.license);

  std::set<std::string> expressions;
  std::set<std::string> unknown;
  for (const std::string& synopsis : synopses) {
    const DebianLicense one = spdx_from_debian(synopsis);
    expressions.insert(one.expression);
    unknown.insert(one.unknown.begin(), one.unknown.end());
  }
  std::string all;
  for (const std::string& expression : expressions) all += (all.empty() ? "(" : " AND (") + expression + ')';
  const Result<std::string> whole = normalize_spdx_expression(all);
  return {whole ? *whole : "", {unknown.begin(), unknown.end()}};
}

}  // namespace souptrace::formats
