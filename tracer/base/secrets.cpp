// SPDX-License-Identifier: Apache-2.0
#include "base/secrets.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kBlanksAndQuotes = " \t\r\n\"'<>`";

bool is_name(char c) { return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.'; }

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "DB_apiKey" → db, api, key.
std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool is_new_word = i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]);
    const bool is_between = !is_letter_or_digit(name[i]);
    if ((is_between || is_new_word) && !parts.back().empty()) parts.emplace_back();
    if (!is_between) parts.back() += name[i];
  }
  for (std::string& part : parts) part = to_lower(part);
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

constexpr std::array<std::string_view, 17> kSecretWords = {"password",   "passwd", "passphrase", "passwort", "pass", "secret", "secrets",
                                                           "token",      "tokens", "credential", "credentials", "apikey", "auth", "signature",
                                                           "sig", "psk", "passcode"};
constexpr std::array<std::string_view, 13> kKeyKinds = {"api",  "private", "secret", "access",  "signing", "sign", "encryption",
                                                        "auth", "ssh",     "gpg",    "account", "master",  "license"};
constexpr std::array<std::string_view, 13> kWhich = {"prod", "production", "dev", "test", "staging", "value", "string",
                                                     "str",  "hex",        "base64", "b64", "env",   "default"};
constexpr std::array<std::string_view, 9> kSwitches = {"", "0", "1", "on", "off", "true", "false", "yes", "no"};

enum class Secrecy { none, when_long, always };

/// Whether the value of `name` is a secret: its last word says so, or the one before a word like PROD.
Secrecy secrecy_of(std::string_view name) {
  while (!name.empty() && is_digit(name.back())) name.remove_suffix(1);  // TOKEN2 is another TOKEN
  std::vector<std::string> parts = parts_of(name);
  if (parts.size() > 1 && (is_one_of(parts.back(), kWhich) || parts.back().find_first_not_of(kDigits) == std::string::npos)) parts.pop_back();
  if (parts.empty()) return Secrecy::none;
  if (is_one_of(parts.back(), kSecretWords)) return Secrecy::always;
  for (const std::string_view end : {"password", "passwd", "secret", "token", "apikey"})
    if (parts.back().ends_with(end)) return Secrecy::always;  // DBPASSWORD
  if (parts.back() != "key") return Secrecy::none;
  return parts.size() > 1 && is_one_of(parts[parts.size() - 2], kKeyKinds) ? Secrecy::always : Secrecy::when_long;
}

bool is_secret(std::string_view value, Secrecy secrecy) {
  constexpr std::size_t kLong = 8;  // KEY=up is no secret, KEY=8f14e45fceea may be
  if (is_one_of(to_lower(trim(value)), kSwitches)) return false;  // -DUSE_TOKEN=1 is a switch
  if (value.starts_with(kWithheld.substr(0, kWithheld.size() - 1))) return false;
  return secrecy == Secrecy::always || value.size() >= kLong;
}

struct TokenKind {
  std::string_view start;
  std::size_t least;  ///< characters behind the start
};
constexpr std::array<TokenKind, 14> kTokens = {{{"ghp_", 20}, {"gho_", 20}, {"ghu_", 20}, {"ghs_", 20}, {"ghr_", 20}, {"github_pat_", 20},
                                                {"glpat-", 16}, {"xoxb-", 10}, {"xoxp-", 10}, {"sk_live_", 16}, {"npm_", 30}, {"AKIA", 16},
                                                {"ASIA", 16}, {"eyJhbGciOi", 20}}};

/// Puts kWithheld in the place of words that begin as tokens do.
void withhold_tokens(std::string& text, std::set<std::string>& what) {
  for (const TokenKind& kind : kTokens) {
    for (std::size_t at = text.find(kind.start); at != std::string::npos; at = text.find(kind.start, at + 1)) {
      if (at > 0 && (is_letter(text[at - 1]) || is_digit(text[at - 1]))) continue;
      std::size_t end = at;
      while (end < text.size() && is_name(text[end])) ++end;
      if (end - at < kind.start.size() + kind.least) continue;
      text.replace(at, end - at, kWithheld);
      what.insert("a token that begins with " + std::string(kind.start));
    }
  }
}

/// Takes user and password out of the URLs whose scheme ends with `mark`: "://", or percent-encoded as in package URLs.
void withhold_users(std::string& text, std::string_view mark, std::set<std::string>& what) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    constexpr std::size_t kLongest = 4096;  // of an authority: a text of nothing but marks is looked through in a time that grows as it does
    std::string_view authority = std::string_view(text).substr(begin, kLongest);
    authority = authority.substr(0, authority.find_first_of("/?#\\,; \t\r\n\"'<>`"));
    authority = authority.substr(0, authority.find("%2F"));
    const std::size_t plain = authority.rfind('@');
    const std::size_t encoded = authority.rfind("%40");
    const bool is_plain = plain != std::string_view::npos;
    if (!is_plain && encoded == std::string_view::npos) continue;
    const std::string_view user = authority.substr(0, is_plain ? plain : encoded);
    const bool has_password = user.find(':') != std::string_view::npos || user.find("%3A") != std::string_view::npos;
    if (text.compare(at - std::min<std::size_t>(at, 3), std::min<std::size_t>(at, 3), "ssh") == 0 && !has_password) continue;
    const std::size_t length = user.size() + (is_plain ? 1 : 3);
    what.insert("the user and password of a URL of " + std::string(authority.substr(length)));
    text.erase(begin, length);
  }
}

/// Where the value that begins at `begin` ends.
std::size_t value_end(std::string_view text, std::size_t begin, std::string_view ends) {
  if (ends.empty()) return text.size();
  const bool is_quoted = begin < text.size() && (text[begin] == '"' || text[begin] == '\'') && ends.find(text[begin]) != std::string_view::npos;
  const std::size_t end = is_quoted ? text.find(text[begin], begin + 1) : text.find_first_of(ends, begin);
  return end == std::string_view::npos ? text.size() : end + (is_quoted ? 1 : 0);
}

/// Replaces the values of NAME=VALUE that are secrets; a value ends before one of `ends`, or with the text. Without ends, those in the query of
/// a URL are none: withheld to the end of the text, they would take the URL's other values along.
void withhold_values(std::string& text, std::string_view ends, std::set<std::string>& what) {
  const std::size_t last = ends.empty() ? text.find("://") : std::string::npos;
  for (std::size_t at = text.find('='); at != std::string::npos && at < last; at = text.find('=', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_name(text[begin - 1])) --begin;
    std::string_view name = std::string_view(text).substr(begin, at - begin);
    if (name.starts_with("-D")) name.remove_prefix(2);
    const Secrecy secrecy = name.empty() ? Secrecy::none : secrecy_of(name);
    if (secrecy == Secrecy::none) continue;
    const std::size_t end = value_end(text, at + 1, ends);
    if (!is_secret(std::string_view(text).substr(at + 1, end - at - 1), secrecy)) continue;
    what.insert("the value of " + std::string(name));
    text.replace(at + 1, end - at - 1, kWithheld);
  }
}

/// Where a value ends that has the other characters of a query percent-encoded: before '&' or '#' in either form.
std::size_t encoded_end(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  for (; end < text.size() && std::string_view("&#;,) \t\r\n\"'<>`").find(text[end]) == std::string_view::npos; ++end)
    if (text.compare(end, 3, "%26") == 0 || text.compare(end, 3, "%23") == 0) break;
  return end;
}

/// The same for NAME%3DVALUE, as a package URL has the query of another URL.
void withhold_encoded_values(std::string& text, std::string_view mark, std::set<std::string>& what) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_name(text[begin - 1])) --begin;
    if (begin > 0 && text[begin - 1] == '%') begin = std::min(begin + 2, at);  // the two digits belong to the character before
    const Secrecy secrecy = begin == at ? Secrecy::none : secrecy_of(std::string_view(text).substr(begin, at - begin));
    if (secrecy == Secrecy::none) continue;
    const std::size_t value = at + mark.size();
    const std::size_t end = encoded_end(text, value);
    if (!is_secret(std::string_view(text).substr(value, end - value), secrecy)) continue;
    what.insert("the value of " + text.substr(begin, at - begin));
    text.replace(value, end - value, kWithheld);
  }
}

/// "Authorization: Basic dXNlcjpw" and "Authorization: Bearer …".
void withhold_authorizations(std::string& text, std::set<std::string>& what) {
  for (const std::string_view kind : {"Bearer ", "Basic "}) {
    for (std::size_t at = text.find(kind); at != std::string::npos; at = text.find(kind, at + 1)) {
      const std::size_t begin = at + kind.size();
      const std::size_t end = std::min(text.find_first_of(kBlanksAndQuotes, begin), text.size());
      constexpr std::size_t kBefore = 40;
      const std::string before = to_lower(std::string_view(text).substr(at - std::min(at, kBefore), std::min(at, kBefore)));
      if (before.find("authorization") == std::string::npos || end == begin) continue;
      text.replace(begin, end - begin, kWithheld);
      what.insert("an authorization");
    }
  }
}

/// "--passphrase" → "passphrase"; "" for a word that is no option with a secret as its value. One dash is enough for a name in small letters:
/// "-DTOKEN", "-Wl,…" and "-lsecret" are a compiler's.
std::string_view option_of_secret(std::string_view word) {
  const std::size_t dashes = word.starts_with("--") ? 2 : word.starts_with("-") ? 1 : 0;
  const std::string_view name = word.substr(dashes);
  if (dashes == 0 || name.empty() || !std::all_of(name.begin(), name.end(), is_name)) return {};
  if (dashes == 1 && (name.front() == 'l' || std::any_of(name.begin(), name.end(), is_upper))) return {};
  constexpr std::array<std::string_view, 6> kOfPrograms = {"storepass", "keypass", "srcstorepass", "deststorepass", "passin", "passout"};
  if (is_one_of(name, kOfPrograms)) return name;
  // These name files, and how something is signed.
  for (const std::string_view end : {"auth", "sig", "signature"})
    if (name.ends_with(end)) return {};
  return secrecy_of(name) == Secrecy::always ? name : std::string_view();
}

/// Whether the value of such an option is the secret itself.
bool is_secret_of_option(std::string_view value) {
  for (const std::string_view start : {"-", "$", "@", ":", "env:", "file:", "fd:", "stdin"})
    if (value.starts_with(start)) return false;
  return !value.empty() && is_secret(value, Secrecy::always);
}

/// Replaces the values of "--NAME VALUE" that are secrets.
void withhold_options(std::string& text, std::set<std::string>& what) {
  for (std::size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 1)) {
    if (at > 0 && kBlanksAndQuotes.find(text[at - 1]) == std::string_view::npos) continue;
    const std::size_t end = text.find_first_of(kBlanksAndQuotes, at);
    if (end == std::string::npos) return;
    const std::string name(option_of_secret(std::string_view(text).substr(at, end - at)));
    const std::size_t behind = end + (text[end] == '"' || text[end] == '\'' ? 1 : 0);
    const std::size_t begin = text.find_first_not_of(" \t", behind);
    if (name.empty() || begin == behind || begin == std::string::npos) {
      at = end - 1;
      continue;
    }
    const std::size_t value = value_end(text, begin, kBlanksAndQuotes);
    if (!is_secret_of_option(std::string_view(text).substr(begin, value - begin))) continue;
    what.insert("the value of " + name);
    text.replace(begin, value - begin, kWithheld);
  }
}

/// "pass:…", as openssl takes a pass phrase.
void withhold_pass_phrases(std::string& text, std::set<std::string>& what) {
  constexpr std::string_view kStart = "pass:";
  for (std::size_t at = text.find(kStart); at != std::string::npos; at = text.find(kStart, at + 1)) {
    if (at > 0 && kBlanksAndQuotes.find(text[at - 1]) == std::string_view::npos && text[at - 1] != '=') continue;
    const std::size_t begin = at + kStart.size();
    const std::size_t end = std::min(text.find_first_of(kBlanksAndQuotes, begin), text.size());
    if (!is_secret_of_option(std::string_view(text).substr(begin, end - begin))) continue;
    what.insert("a pass phrase");
    text.replace(begin, end - begin, kWithheld);
  }
}

std::string withhold(std::string_view text, std::string_view ends, std::set<std::string>& what) {
  constexpr std::size_t kLongest = std::size_t{256} << 10;  // what is put in its place is moved about: no more than this
  if (text.size() > kLongest) {
    what.insert("a text that is too long to be looked through for secrets");
    return std::string(kWithheld);
  }
  std::string out(text);
  withhold_users(out, "://", what);
  for (const std::string_view mark : {"%3A%2F%2F", ":%2F%2F", "%3a%2f%2f", ":%2f%2f"}) withhold_users(out, mark, what);
  withhold_values(out, ends, what);
  for (const std::string_view mark : {"%3D", "%3d"}) withhold_encoded_values(out, mark, what);
  withhold_options(out, what);
  withhold_pass_phrases(out, what);
  withhold_authorizations(out, what);
  withhold_tokens(out, what);
  return out;
}

}  // namespace

std::string without_secrets(std::string_view text, std::set<std::string>& what) {
  return withhold(text, "&#;,) \t\r\n\"'<>`", what);
}

std::string without_secrets(std::string_view text) {
  std::set<std::string> what;
  return without_secrets(text, what);
}

std::string without_secrets_in_word(std::string_view word, std::set<std::string>& what) {
  if (word.starts_with("-Wl,") || word.starts_with("-Wa,") || word.starts_with("-Wp,")) return withhold(word, ",", what);
  // In the query of a URL a value ends before the word does.
  if (word.find("://") != std::string_view::npos) return withhold(without_secrets(word, what), "", what);
  return withhold(word, "", what);
}

bool without_secret_of_option(std::string_view option, std::string& word, std::set<std::string>& what) {
  const std::string_view name = option_of_secret(option);
  if (name.empty() || !is_secret_of_option(word)) return false;
  what.insert("the value of " + std::string(name));
  word = kWithheld;
  return true;
}

}  // namespace souptrace
