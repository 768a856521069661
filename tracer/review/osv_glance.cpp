// SPDX-License-Identifier: Apache-2.0
#include "review/osv_glance.hpp"

#include <array>

namespace souptrace::review {
namespace {

constexpr std::size_t kDeepestRecord = 64;  ///< deeper nesting is for the parser to judge

/// Walks over the strings and brackets of a JSON text.
class Glance {
 public:
  Glance(std::string_view text, const OsvIndex& index) : text_(text), index_(index) {}

  OsvGlance run() {
    if (text_.empty() || text_.front() != '{') return {};
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"' && !take_string()) return {};
      if ((c == '{' || c == '[') && !open(c)) return {};
      if ((c == '}' || c == ']') && !close(c)) return {};
    }
    out_.unasked = depth_ == 0 && has_id_ && !out_.modified.empty();
    return std::move(out_);
  }

 private:
  bool open(char bracket) {
    if (depth_ + 1 >= kDeepestRecord || (depth_ == 0 && has_id_)) return false;
    brackets_[++depth_] = bracket;
    keys_[depth_] = {};
    return true;
  }
  bool close(char bracket) {
    if (depth_ == 0 || brackets_[depth_] != (bracket == '}' ? '{' : '[')) return false;
    --depth_;
    return true;
  }
  /// False when the record is not to be left out.
  bool take_string() {
    const std::size_t begin = at_;
    bool odd = false;
    for (auto quote = text_.find('"', at_);;) {
      if (quote != std::string_view::npos && quote < at_) quote = text_.find('"', at_);  // it was escaped
      if (quote == std::string_view::npos) return false;
      const auto escape = text_.substr(at_, quote - at_).find('\\');
      at_ = escape == std::string_view::npos ? quote : at_ + escape + 2;
      if (escape == std::string_view::npos) break;
      odd = odd || text_[at_ - 1] == 'u' || text_[at_ - 1] == '/';
    }
    const std::string_view string = text_.substr(begin, at_++ - begin);
    if (depth_ == 0 || (odd && string.size() <= 6 * index_.longest())) return false;
    const std::size_t next = text_.find_first_not_of(" \t\r\n", at_);
    if (next != std::string_view::npos && text_[next] == ':') {
      keys_[depth_] = string;
      return true;
    }
    return take_value(string) && !index_.may_name(string);
  }
  bool take_value(std::string_view string) {
    const std::string_view key = keys_[depth_];
    const bool is_affected = keys_[1] == "affected";
    const bool is_escaped = string.find('\\') != std::string_view::npos;
    if (depth_ == 1 && key == "id") has_id_ = true;
    if (depth_ == 1 && key == "modified") {
      if (is_escaped) return false;
      out_.modified = string;
    }
    if (is_affected && depth_ == 4 && keys_[3] == "package") {
      if (is_escaped && (key == "ecosystem" || key == "purl")) return false;
      if (key == "ecosystem" && !string.empty()) out_.ecosystems.push_back(string);
      if (key == "purl" && string.starts_with("pkg:generic/")) out_.has_generic_purl = true;
    }
    if (is_affected && depth_ == 5 && keys_[3] == "ranges" && key == "type" && string == "GIT") out_.has_git = true;
    return true;
  }

  std::string_view text_;
  const OsvIndex& index_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::array<char, kDeepestRecord> brackets_{};
  std::array<std::string_view, kDeepestRecord> keys_{};  ///< the last one of each depth
  bool has_id_ = false;
  OsvGlance out_;
};

}  // namespace

OsvGlance glance_at(std::string_view record, const OsvIndex& index) {
  return Glance(record, index).run();
}

}  // namespace souptrace::review
