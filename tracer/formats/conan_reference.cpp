// SPDX-License-Identifier: Apache-2.0
#include "formats/conan_reference.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "formats/purl.hpp"

namespace souptrace::formats {
namespace {

bool is_word_character(char c) {
  return is_letter_or_digit(c) || c == '_';
}

bool is_part(std::string_view text) {
  constexpr std::size_t kLongest = 101;
  return text.size() >= 2 && text.size() <= kLongest && is_word_character(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_word_character(c) || c == '+' || c == '.' || c == '-'; });
}

/// Splits at the first `separator`; nothing behind it when there is none.
std::pair<std::string_view, std::optional<std::string_view>> cut(std::string_view text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return {text, std::nullopt};
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

std::optional<ConanReference> parse_conan_reference(std::string_view text) {
  const auto [package, origin] = cut(text, '@');
  const auto [name, version] = cut(package, '/');
  if (!version || !is_part(name) || !is_part(*version)) return std::nullopt;
  ConanReference out{std::string(name), std::string(*version), "", ""};
  if (!origin) return out;
  const auto [user, channel] = cut(*origin, '/');
  if (!is_part(user) || (channel && !is_part(*channel))) return std::nullopt;
  out.user = user;
  if (channel) out.channel = *channel;
  return out;
}

std::string conan_purl(const ConanReference& reference, const std::string& recipe_revision,
                       const std::string& package_revision) {
  return purl_text({"conan",
                    "",
                    reference.name,
                    reference.version,
                    {{"user", reference.user},
                     {"channel", reference.channel},
                     {"rrev", recipe_revision},
                     {"prev", package_revision}},
                    ""});
}

}  // namespace souptrace::formats
