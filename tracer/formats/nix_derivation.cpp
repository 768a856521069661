// SPDX-License-Identifier: Apache-2.0
#include "formats/nix_derivation.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

bool is_store_name_character(char c) {
  constexpr std::string_view kOther = "+-._?=";
  return is_letter_or_digit(c) || kOther.find(c) != std::string_view::npos;
}

bool is_store_name(std::string_view base) {
  constexpr std::string_view kDigits = "0123456789abcdfghijklmnpqrsvwxyz";
  constexpr std::size_t kHash = 32;
  if (base.size() < kHash + 2 || base[kHash] != '-') return false;
  const std::string_view hash = base.substr(0, kHash);
  return hash.find_first_not_of(kDigits) == std::string_view::npos &&
         std::all_of(base.begin() + kHash, base.end(), is_store_name_character);
}

/// A quoted string from `at` on (at the opening quote), its escapes resolved; nothing when it does not end.
/// `at` then stands behind it.
std::optional<std::string> aterm_string(std::string_view text, std::size_t& at) {
  std::string out;
  for (++at; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      ++at;
      return out;
    }
    if (c != '\\') {
      out.push_back(c);
      continue;
    }
    if (++at == text.size()) return std::nullopt;
    const char escaped = text[at];
    out.push_back(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped);
  }
  return std::nullopt;
}

void take_variable(const std::string& key, const std::string& value, DerivationName& out) {
  if (key == "pname") out.pname = value;
  if (key == "version") out.version = value;
  if (key != "__json") return;  // structured attributes
  const auto attributes = Json::parse(value);
  if (!attributes) return;
  out.pname = attributes->string_or("pname", out.pname);
  out.version = attributes->string_or("version", out.version);
}

}  // namespace

std::optional<StorePath> store_path_of(std::string_view path) {
  for (const std::string_view store : {"/nix/store/", "/gnu/store/"}) {
    const std::size_t at = path.find(store);
    if (at == std::string_view::npos) continue;
    const std::size_t begin = at + store.size();
    const std::string_view base = path.substr(begin, path.find('/', begin) - begin);
    if (!is_store_name(base)) continue;
    return StorePath{std::string(path.substr(0, begin - 1)), std::string(base), std::string(base.substr(33)),
                     store.starts_with("/gnu")};
  }
  return std::nullopt;
}

DerivationName parse_derivation_name(std::string_view text) {
  DerivationName out;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] != '"') {
      ++at;
      continue;
    }
    // The environment's entries are the pairs of two strings: ("key","value").
    const bool opens = at > 0 && text[at - 1] == '(';
    const auto key = aterm_string(text, at);
    if (!key) break;
    if (!opens || !text.substr(at).starts_with(",\"")) continue;
    ++at;
    const auto value = aterm_string(text, at);
    if (!value) break;
    if (text.substr(at).starts_with(')')) take_variable(*key, *value, out);
  }
  if (out.pname.empty() || out.version.empty()) return {};
  return out;
}

}  // namespace souptrace::formats
