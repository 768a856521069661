// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "formats/version_order.hpp"
#include "formats/version_text.hpp"

namespace souptrace::formats {
namespace {

/// In the order in which they may follow one another, and the other way round the order of what is greater.
enum class Kind { first_number, number, letter, suffix, suffix_number, hash, revision, end, invalid };

struct VersionToken {
  Kind kind = Kind::invalid;
  std::string_view text;
  std::size_t suffix = 0;  ///< index in kSuffixes
};

constexpr std::array<std::string_view, 10> kSuffixes{"alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"};
constexpr std::size_t kNoSuffix = 4;  ///< those before it are of versions before the release

bool is_suffix_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_hash_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

std::string_view take_while(std::string_view& rest, bool (&holds)(char)) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), holds);
  const std::string_view out = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(out.size());
  return out;
}

class Tokens {
 public:
  explicit Tokens(std::string_view text) : rest_(text) { take(Kind::first_number, take_digits(rest_)); }
  [[nodiscard]] const VersionToken& now() const { return now_; }

  void next() {
    if (rest_.empty()) return take_end();
    const char c = rest_.front();
    if (is_suffix_letter(c)) return letter();
    if (c == '.' || is_digit(c)) return number(c == '.');
    if (c == '_') return suffix();
    if (c == '~') return hash();
    if (c == '-') return revision();
    now_.kind = Kind::invalid;
  }

 private:
  void take_end() { now_ = {Kind::end, {}, 0}; }
  void take(Kind kind, std::string_view text) { now_ = {text.empty() ? Kind::invalid : kind, text, 0}; }

  void letter() {
    if (now_.kind > Kind::number) return take(Kind::invalid, {});
    const std::string_view text = rest_.substr(0, 1);
    rest_.remove_prefix(1);
    take(Kind::letter, text);
  }
  void number(bool dot) {
    if (dot && now_.kind > Kind::number) return take(Kind::invalid, {});
    if (dot) rest_.remove_prefix(1);
    const Kind before = now_.kind;
    const std::string_view digits = take_digits(rest_);
    if (before == Kind::suffix) return take(Kind::suffix_number, digits);
    take(before <= Kind::number ? Kind::number : Kind::invalid, before <= Kind::number ? digits : "");
  }
  void suffix() {
    if (now_.kind > Kind::suffix_number) return take(Kind::invalid, {});
    rest_.remove_prefix(1);
    const std::string_view text = take_while(rest_, is_suffix_letter);
    const auto at = std::find(kSuffixes.begin(), kSuffixes.end(), text);
    take(at == kSuffixes.end() ? Kind::invalid : Kind::suffix, text);
    now_.suffix = static_cast<std::size_t>(at - kSuffixes.begin());
  }
  void hash() {
    if (now_.kind >= Kind::hash) return take(Kind::invalid, {});
    rest_.remove_prefix(1);
    take(Kind::hash, take_while(rest_, is_hash_digit));
  }
  void revision() {
    if (now_.kind >= Kind::revision || !rest_.starts_with("-r")) return take(Kind::invalid, {});
    rest_.remove_prefix(2);
    take(Kind::revision, take_digits(rest_));
  }

  std::string_view rest_;
  VersionToken now_;
};

bool is_valid(std::string_view text) {
  Tokens tokens(text);
  while (tokens.now().kind < Kind::end) tokens.next();
  return tokens.now().kind == Kind::end;
}

std::weak_ordering compare_tokens(const VersionToken& a, const VersionToken& b) {
  switch (a.kind) {
    case Kind::number:
      // A number that begins with 0 is a fraction: 1.05 is before 1.1.
      if (a.text.front() == '0' || b.text.front() == '0') return a.text.compare(b.text) <=> 0;
      return compare_numbers(a.text, b.text);
    case Kind::first_number:
    case Kind::suffix_number:
    case Kind::revision:
      return compare_numbers(a.text, b.text);
    case Kind::suffix:
      return a.suffix <=> b.suffix;
    default:
      return a.text.compare(b.text) <=> 0;
  }
}

}  // namespace

VersionOrder compare_apk_versions(std::string_view a, std::string_view b) {
  if (!is_valid(a) || !is_valid(b)) return std::nullopt;
  Tokens left(a);
  Tokens right(b);
  while (left.now().kind == right.now().kind && left.now().kind != Kind::end) {
    const auto order = compare_tokens(left.now(), right.now());
    if (order != 0) return order;
    left.next();
    right.next();
  }
  const auto is_before_release = [](const VersionToken& token) { return token.kind == Kind::suffix && token.suffix < kNoSuffix; };
  if (is_before_release(left.now())) return std::weak_ordering::less;
  if (is_before_release(right.now())) return std::weak_ordering::greater;
  return right.now().kind <=> left.now().kind;
}

}  // namespace souptrace::formats
