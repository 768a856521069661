// SPDX-License-Identifier: Apache-2.0
#include "formats/apk_installed.hpp"

#include <optional>

#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kSha1Size = 20;
constexpr std::size_t kSha256Size = 32;
constexpr std::size_t kSha1Base64 = 28;  // 20 bytes with one '='

Error malformed_apk(const std::string& text, std::optional<std::uint64_t> offset) {
  return {"apk-malformed", text, offset};
}

std::string_view* field_of(ApkPackage& package, char key) {
  switch (key) {
    case 'P':
      return &package.name;
    case 'V':
      return &package.version;
    case 'A':
      return &package.architecture;
    case 'L':
      return &package.license;
    case 'o':
      return &package.origin;
    case 'U':
      return &package.url;
    case 'm':
      return &package.maintainer;
    case 'c':
      return &package.commit;
    case 'f':
      return &package.flags;
    default:
      return nullptr;
  }
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

/// The bytes of base64 (RFC 4648) with its padding; nothing for anything else.
std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffffU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xffU);
  }
  return out;
}

std::optional<std::string> hex_of_base64(std::string_view text) {
  // Two of them, one behind the other: the first has its own padding.
  const auto head = from_base64(text.substr(0, kSha1Base64));
  if (!head) return std::nullopt;
  if (text.size() <= kSha1Base64 || head->size() != kSha1Size) {
    const auto whole = from_base64(text);
    return whole ? std::optional(to_hex(*whole)) : std::nullopt;
  }
  const auto tail = from_base64(text.substr(kSha1Base64));
  return tail ? std::optional(to_hex(*head) + to_hex(*tail)) : std::nullopt;
}

std::optional<std::string> checked_hex(std::string_view text) {
  for (const char c : text)
    if (!parse_unsigned(std::string_view(&c, 1), 16)) return std::nullopt;
  return to_lower(text);
}

}  // namespace

Result<bool> ApkReader::next(ApkPackage& package) {
  package.files.clear();
  package = ApkPackage{{}, {}, {}, {}, {}, {}, {}, {}, {}, std::move(package.files), at_};
  std::string_view directory;
  bool in_directory = false;
  bool begun = false;
  std::optional<Error> wrong;
  while (at_ < text_.size()) {
    const std::uint64_t start = at_;
    const std::size_t end = text_.find('\n', at_);
    const std::string_view line = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    if (line.empty() && begun) return wrong ? Result<bool>(*wrong) : Result<bool>(true);
    if (line.empty()) continue;
    begun = true;
    if (line.size() < 2 || line[1] != ':') {
      if (!wrong) wrong = malformed_apk("a line that is no \"X:value\"", start);
      continue;
    }
    const std::string_view value = line.substr(2);
    if (line[0] == 'F') {
      directory = value;
      in_directory = true;
    } else if (line[0] == 'R') {
      if (!in_directory && !wrong) wrong = malformed_apk("a file without a directory", start);
      package.files.push_back({directory, value, {}});
    } else if (line[0] == 'Z') {
      if (!package.files.empty()) package.files.back().digest = value;
    } else if (std::string_view* const field = field_of(package, line[0])) {
      *field = value;
    }
  }
  if (!begun) return false;
  return wrong ? *wrong : malformed_apk("the last package has no end: the database is cut", package.offset);
}

Result<ApkDigest> decode_apk_digest(std::string_view text, bool cut) {
  if (text.empty()) return ApkDigest{};
  const bool base64 = text.starts_with("Q1") || text.starts_with("Q2");
  const bool hex = text.starts_with("X1") || text.starts_with("X2");
  if (!base64 && !hex) return malformed_apk("a digest that begins with none of Q1, Q2, X1 and X2", std::nullopt);
  const auto digits = base64 ? hex_of_base64(text.substr(2)) : checked_hex(text.substr(2));
  const std::size_t size = digits ? digits->size() / 2 : 0;
  const bool fits = size == kSha256Size || (size == kSha1Size && text[1] == '1');
  if (!digits || !fits || digits->size() % 2 != 0)
    return malformed_apk("a digest that is neither SHA-1 nor SHA-256: " + std::string(text), std::nullopt);
  if (size == kSha256Size) return ApkDigest{ApkDigestKind::sha256, *digits};
  return ApkDigest{cut ? ApkDigestKind::sha256_160 : ApkDigestKind::sha1, *digits};
}

}  // namespace souptrace::formats
