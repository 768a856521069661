// SPDX-License-Identifier: Apache-2.0
#include "write/bom_values.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/characters.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"

namespace souptrace::write {
namespace {

constexpr bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

/// Whether each byte may stand in the fragment of an IRI as it is (RFC 3986, 3.5).
constexpr std::array<bool, 256> fragment_bytes() {
  std::array<bool, 256> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = static_cast<char>(i);
    out[i] = is_letter_or_digit(c) || is_one_of(c, "-._~:/?@!$&'()*+,;=");
  }
  return out;
}
constexpr auto kInFragment = fragment_bytes();

bool is_web_address(std::string_view text) {
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  const auto start = text.find("//") + 2;
  return web && text.size() > start && is_letter_or_digit(text[start]) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter_or_digit(c) || is_one_of(c, "-._~:/?#@!$&'()*+,;=%"); });
}

/// One attribute of a CPE: "*", "-" or text whose special characters are quoted with '\'. Wild cards within
/// text name a set of products and so never one that was linked.
bool is_cpe_attribute(std::string_view text) {
  if (text == "*" || text == "-") return true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_letter_or_digit(text[i]) || is_one_of(text[i], "-._")) continue;
    if (text[i] != '\\' || ++i == text.size() || !is_one_of(text[i], "\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~"))
      return false;
  }
  return !text.empty();
}

/// The language attribute is shorter than the others: "en" or "en-us".
bool is_cpe_language(std::string_view text) {
  if (text == "*" || text == "-") return true;
  const auto dash = text.find('-');
  const std::string_view language = text.substr(0, dash);
  const std::string_view region = dash == std::string_view::npos ? "xx" : text.substr(dash + 1);
  const auto is_word = [](std::string_view word) { return std::all_of(word.begin(), word.end(), is_letter); };
  return (language.size() == 2 || language.size() == 3) && region.size() == 2 && is_word(language) &&
         is_word(region);
}

}  // namespace

bool is_purl(std::string_view text) {
  if (!text.starts_with("pkg:")) return false;
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || slash == 4 || slash + 1 == text.size()) return false;
  const std::string_view type = text.substr(4, slash - 4);
  const bool typed = !is_digit(type[0]) && std::all_of(type.begin(), type.end(), [](char c) {
    return is_letter_or_digit(c) || is_one_of(c, ".-");
  });
  return typed && std::all_of(text.begin(), text.end(),
                              [](char c) { return c > 0x20 && c < 0x7F && !is_one_of(c, "\"<>\\^`{|}"); });
}

bool is_cpe(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '\\') {
      ++i;
    } else if (i >= text.size() || text[i] == ':') {
      parts.push_back(text.substr(start, i - start));
      start = i + 1;
    }
  }
  constexpr std::size_t kLanguage = 8;
  if (parts.size() != 13 || parts[0] != "cpe" || parts[1] != "2.3") return false;
  if (parts[2].size() != 1 || !is_one_of(parts[2][0], "aho*-")) return false;
  for (std::size_t i = 3; i < parts.size(); ++i)
    if (!(i == kLanguage ? is_cpe_language(parts[i]) : is_cpe_attribute(parts[i]))) return false;
  return true;
}

std::string iri(std::string_view text) {
  std::string out;
  bool in_fragment = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool encoded =
        c == '%' && i + 2 < text.size() && is_hex_digit(text[i + 1]) && is_hex_digit(text[i + 2]);
    const bool fragment = c == '#' && !in_fragment;
    in_fragment = in_fragment || fragment;
    if (encoded || fragment || is_letter_or_digit(c) || is_one_of(c, "-._~:/?@!$&'()*+,;="))
      out += c;
    else
      out += '%' + to_hex({&c, 1});
  }
  return out;
}

std::string iri_fragment(std::string_view text) {
  std::string out;
  append_iri_fragment(out, text);
  return out;
}

void append_iri_fragment(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), [](char c) { return kInFragment[static_cast<unsigned char>(c)]; });
    const auto plain = static_cast<std::size_t>(end - text.begin());
    out += text.substr(0, plain);
    if (plain == text.size()) return;
    out += '%' + to_hex(text.substr(plain, 1));
    text.remove_prefix(plain + 1);
  }
}

std::vector<std::string> license_refs(std::string_view expression) {
  constexpr std::string_view kPrefix = "LicenseRef-";
  std::vector<std::string> out;
  std::size_t at = 0;
  while ((at = expression.find(kPrefix, at)) != std::string_view::npos) {
    std::size_t end = at + kPrefix.size();
    while (end < expression.size() && (is_letter_or_digit(expression[end]) || is_one_of(expression[end], ".-")))
      ++end;
    const bool elsewhere = at > 0 && expression[at - 1] == ':';  // "DocumentRef-…:LicenseRef-…"
    if (!elsewhere) out.emplace_back(expression.substr(at, end - at));
    at = end;
  }
  return out;
}

std::string license_text_place(const License& license) {
  std::string out =
      "The text stands in " + (license.source.empty() ? "a file that is not known" : license.source);
  return license.text_sha256.empty() ? out : out + ", SHA-256 " + license.text_sha256;
}

std::string swhid(const Component& component) {
  const auto commit = component.properties.find("commit");
  if (commit == component.properties.end() || commit->second.size() != 40) return "";
  return is_lower_hex(commit->second) ? "swh:1:rev:" + commit->second : "";
}

Organization organization(std::string_view text) {
  const auto open = text.rfind('<');
  if (open == std::string_view::npos || !text.ends_with('>')) return {std::string(text)};
  const std::string_view email = text.substr(open + 1, text.size() - open - 2);
  const std::string_view name = trim(text.substr(0, open));
  if (!name.empty() && is_web_address(email)) return {std::string(name), "", std::string(email)};
  const auto at = email.find('@');
  if (at == std::string_view::npos || name.empty()) return {std::string(text)};
  const auto is_word = [](std::string_view word) {
    return !word.empty() && is_letter_or_digit(word.front()) && is_letter_or_digit(word.back()) &&
           word.find("..") == std::string_view::npos && std::all_of(word.begin(), word.end(), [](char c) {
             return is_letter_or_digit(c) || is_one_of(c, "._+-");
           });
  };
  if (!is_word(email.substr(0, at)) || !is_word(email.substr(at + 1)) ||
      email.find('+', at) != std::string_view::npos)
    return {std::string(text)};
  return {std::string(name), std::string(email)};
}

std::string content_uuid(std::string_view content) {
  std::string hex = sha256_hex(as_bytes(content)).substr(0, 32);
  hex[12] = '8';                                            // version
  hex[16] = "89ab"[static_cast<std::size_t>(hex[16] & 3)];  // variant
  for (const std::size_t at : {20U, 16U, 12U, 8U})
    hex.insert(at, 1, '-');  // from the back, so that the places hold
  return hex;
}

}  // namespace souptrace::write
