// SPDX-License-Identifier: Apache-2.0
#include "formats/purl.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

Error malformed_purl(std::string text) {
  return {"purl-malformed", std::move(text), std::nullopt};
}

bool is_mark(char c) {
  return c == '.' || c == '-' || c == '_';
}

/// Types whose definition has names (and `with_namespace` namespaces too) without regard to letter case.
struct LowerCase {
  std::string_view type;
  bool with_namespace;
};
constexpr std::array<LowerCase, 9> kLowerCase{{{"alpm", true},
                                               {"apk", true},
                                               {"bitbucket", true},
                                               {"composer", true},
                                               {"deb", true},
                                               {"github", true},
                                               {"gitlab", true},
                                               {"hex", true},
                                               {"pypi", false}}};

const LowerCase* lower_case_rule(std::string_view type) {
  for (const LowerCase& rule : kLowerCase)
    if (rule.type == type) return &rule;
  return nullptr;
}

/// Percent-encodes all but unreserved characters, ':' and those of `kept`.
std::string encoded(std::string_view text, std::string_view kept = "") {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || is_mark(c) || c == '~' || c == ':' ||
        kept.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const auto value = i + 2 < text.size() ? parse_unsigned(text.substr(i + 1, 2), 16) : std::nullopt;
    if (!value) return std::nullopt;
    out += static_cast<char>(*value);
    i += 2;
  }
  return out;
}

/// The segments of a path that are not empty; of a subpath "." and ".." are dropped too.
std::string clean_segments(std::string_view path, bool is_subpath) {
  std::string out;
  for (const std::string_view segment : split(path, '/')) {
    if (segment.empty() || (is_subpath && (segment == "." || segment == ".."))) continue;
    if (!out.empty()) out += '/';
    out += segment;
  }
  return out;
}

std::string name_text(const Purl& purl, std::string_view type) {
  std::string name = lower_case_rule(type) ? to_lower(purl.name) : purl.name;
  if (type == "pypi") std::replace(name.begin(), name.end(), '_', '-');
  return encoded(name);
}

std::string qualifiers_text(const std::map<std::string, std::string>& qualifiers) {
  std::map<std::string, std::string> sorted;
  for (const auto& [key, value] : qualifiers)
    if (!value.empty()) sorted.emplace(to_lower(key), value);
  std::string out;
  for (const auto& [key, value] : sorted) out += (out.empty() ? '?' : '&') + key + '=' + encoded(value, "/");
  return out;
}

bool is_type(std::string_view type) {
  return !type.empty() && is_letter(type[0]) && std::all_of(type.begin(), type.end(), [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '-' || c == '+';
  });
}

bool is_qualifier_key(std::string_view key) {
  return !key.empty() && is_letter(key[0]) && std::all_of(key.begin(), key.end(), [](char c) {
    return is_letter_or_digit(c) || is_mark(c);
  });
}

/// Cuts `text` at the last `separator`; the part behind it, "" when there is none.
std::string_view cut_last(std::string_view& text, char separator) {
  const auto at = text.rfind(separator);
  if (at == std::string_view::npos) return {};
  const std::string_view behind = text.substr(at + 1);
  text = text.substr(0, at);
  return behind;
}

Status read_qualifiers(std::string_view text, Purl& purl) {
  if (text.empty()) return Done{};
  for (const std::string_view pair : split(text, '&')) {
    const auto equals = pair.find('=');
    const auto value = equals == std::string_view::npos ? std::nullopt : decoded(pair.substr(equals + 1));
    if (!value || !is_qualifier_key(pair.substr(0, equals)))
      return malformed_purl("a qualifier that is not key=value");
    if (!purl.qualifiers.emplace(to_lower(pair.substr(0, equals)), *value).second)
      return malformed_purl("a qualifier that is given twice");
  }
  return Done{};
}

}  // namespace

std::string purl_text(const Purl& purl) {
  const std::string type = to_lower(purl.type);
  const LowerCase* rule = lower_case_rule(type);
  const std::string space = clean_segments(purl.name_space, false);
  std::string out = "pkg:" + type + '/';
  if (!space.empty()) out += encoded(rule && rule->with_namespace ? to_lower(space) : space, "/") + '/';
  out += name_text(purl, type);
  if (!purl.version.empty()) out += '@' + encoded(purl.version);
  out += qualifiers_text(purl.qualifiers);
  const std::string subpath = clean_segments(purl.subpath, true);
  if (!subpath.empty()) out += '#' + encoded(subpath, "/");
  return out;
}

Result<Purl> parse_purl(std::string_view text) {
  if (to_lower(text.substr(0, 4)) != "pkg:") return malformed_purl("a package URL starts with \"pkg:\"");
  std::string_view rest = text.substr(4);
  Purl purl;
  const auto subpath = decoded(cut_last(rest, '#'));
  const Status qualifiers = read_qualifiers(cut_last(rest, '?'), purl);
  if (!qualifiers) return qualifiers.error();
  while (rest.starts_with('/')) rest.remove_prefix(1);
  const auto slash = rest.find('/');
  purl.type = to_lower(rest.substr(0, slash));
  if (slash == std::string_view::npos || !is_type(purl.type))
    return malformed_purl("a package URL is \"pkg:type/name\"");
  rest.remove_prefix(slash + 1);
  const auto at = rest.rfind('@');
  // in "npm/@scope/name" the '@' starts a namespace
  const bool is_scope = at != std::string_view::npos && (at == 0 || rest[at - 1] == '/') &&
                        rest.find('/', at) != std::string_view::npos;
  const bool has_version = at != std::string_view::npos && !is_scope;
  const auto version = decoded(has_version ? cut_last(rest, '@') : std::string_view{});
  while (rest.ends_with('/')) rest.remove_suffix(1);
  const std::string_view last = rest.substr(rest.rfind('/') + 1);  // npos + 1 is 0
  const auto name = decoded(last);
  const auto space = decoded(clean_segments(rest.substr(0, rest.size() - last.size()), false));
  if (!subpath || !version || !name || !space) return malformed_purl("a '%' without two hexadecimal digits");
  if (name->empty()) return malformed_purl("a package URL needs a name");
  purl.name = *name;
  purl.name_space = *space;
  purl.version = *version;
  purl.subpath = clean_segments(*subpath, true);
  return purl;
}

}  // namespace souptrace::formats
