// SPDX-License-Identifier: Apache-2.0
#include "formats/configure_template.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kLongestTemplate = std::size_t{4} << 20;
constexpr std::size_t kMostCompared = std::size_t{1} << 24;  // bytes
constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kIdentifier = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
constexpr std::string_view kVariable =  // between '@' and '@'
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.+-";
constexpr std::size_t kLongestReference = 256;

/// One step through the text.
struct Part {
  enum class Kind : std::uint8_t {
    literal,  ///< exactly `text`
    any,      ///< any text
    instead,  ///< where `text` stands, it replaces the next `skip` parts
  };
  Kind kind = Kind::literal;
  std::string text = {};
  std::size_t skip = 0;
};

/// A "#cmakedefine" in a line.
struct Definition {
  std::size_t word = 0, word_length = 0;  ///< "cmakedefine" or "cmakedefine01"
  bool zero_or_one = false;
  std::string undefined;  ///< what the whole line becomes when the variable is off
};

std::optional<Definition> definition_in(std::string_view line) {
  for (std::size_t hash = line.find('#'); hash != std::string_view::npos; hash = line.find('#', hash + 1)) {
    const std::size_t word = std::min(line.find_first_not_of(kBlanks, hash + 1), line.size());
    std::string_view rest = line.substr(word);
    if (!rest.starts_with("cmakedefine")) continue;
    Definition out{word, 11, rest.starts_with("cmakedefine01"), {}};
    if (out.zero_or_one) out.word_length = 13;
    rest.remove_prefix(out.word_length);
    const std::size_t name = rest.find_first_not_of(kBlanks);
    if (name == 0 || name == std::string_view::npos) continue;
    rest.remove_prefix(name);
    const std::string_view defined = rest.substr(0, rest.find_first_not_of(kIdentifier));
    const std::string_view blanks = line.substr(hash + 1, word - hash - 1);
    out.undefined = "/* #" + std::string(blanks) + "undef " + std::string(defined) + " */";
    return out;
  }
  return std::nullopt;
}

/// The length of the reference to a variable at the beginning of `text`; 0 when there is none.
std::size_t reference_length(std::string_view text) {
  text = text.substr(0, kLongestReference);
  if (text.starts_with('@')) {
    const std::size_t end = text.find_first_not_of(kVariable, 1);
    return end != std::string_view::npos && end > 1 && text[end] == '@' ? end + 1 : 0;
  }
  for (const std::string_view opening : {"${", "$ENV{", "$CACHE{"}) {
    if (!text.starts_with(opening) || text.find('}') == std::string_view::npos) continue;
    std::size_t depth = 1;
    for (std::size_t i = opening.size(); i < text.size(); ++i) {
      if (text[i] == '{') ++depth;
      if (text[i] == '}' && --depth == 0) return i + 1;
    }
    return 0;
  }
  return 0;
}

class Template {
 public:
  explicit Template(std::string_view text) {
    while (const auto line = next_line(text)) add_line(*line);
  }

  [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }
  [[nodiscard]] bool has_text() const {
    return std::any_of(parts_.begin(), parts_.end(), [](const Part& one) { return !trim(one.text).empty(); });
  }

 private:
  void add_line(std::string_view line) {
    const auto definition = definition_in(line);
    if (!definition) {
      add_text(line);
      add_literal("\n");
      return;
    }
    const std::size_t choice = parts_.size();
    parts_.push_back({Part::Kind::instead, definition->undefined, 0});
    open_ = false;
    add_text(line.substr(0, definition->word));
    add_literal("define");
    add_text(line.substr(definition->word + definition->word_length));
    if (definition->zero_or_one) {
      add_literal(" ");
      add_any();
    }
    parts_[choice].skip = parts_.size() - choice - 1;
    open_ = false;
    add_literal("\n");
  }

  void add_text(std::string_view text) {
    while (!text.empty()) {
      const std::size_t at = std::min(text.find_first_of("@$"), text.size());
      add_literal(text.substr(0, at));
      text.remove_prefix(at);
      if (text.empty()) return;
      const std::size_t length = reference_length(text);
      if (length > 0)
        add_any();
      else
        add_literal(text.substr(0, 1));
      text.remove_prefix(std::max<std::size_t>(length, 1));
    }
  }

  void add_literal(std::string_view text) {
    if (text.empty()) return;
    if (!open_) parts_.push_back({});
    parts_.back().text += text;
    open_ = true;
  }

  void add_any() {
    parts_.push_back({Part::Kind::any});
    open_ = false;
  }

  std::vector<Part> parts_;
  bool open_ = false;  ///< the last part is a literal that may grow
};

/// Walks parts and text together.
class Walk {
 public:
  Walk(const std::vector<Part>& parts, std::string_view text) : parts_(parts), text_(text) {}

  /// As with '*' in file patterns, only the last "any" has ever to be tried again: what lies before it fits,
  /// and a longer text there leaves less for what follows.
  [[nodiscard]] bool fits() {
    while (compared_ < kMostCompared) {
      if (part_ == parts_.size() && at_ == text_.size()) return true;
      if (step()) continue;
      if (!again_ || ++again_->second > text_.size()) return false;
      std::tie(part_, at_) = *again_;
    }
    return false;
  }

 private:
  /// Past one part; false when it does not fit.
  bool step() {
    if (part_ == parts_.size()) return false;
    const Part& part = parts_[part_++];
    if (part.kind == Part::Kind::any) again_ = {part_, at_};
    const bool here = stands_here(part.text);
    if (here) at_ += part.text.size();
    if (part.kind == Part::Kind::instead && here) part_ += part.skip;
    return here || part.kind == Part::Kind::instead;
  }

  bool stands_here(std::string_view wanted) {
    const std::string_view rest = text_.substr(at_);
    const auto differ = std::mismatch(wanted.begin(), wanted.end(), rest.begin(), rest.end()).first;
    compared_ += 1 + static_cast<std::size_t>(differ - wanted.begin());
    return differ == wanted.end();
  }

  const std::vector<Part>& parts_;
  std::string_view text_;
  std::size_t part_ = 0, at_ = 0, compared_ = 0;
  std::optional<std::pair<std::size_t, std::size_t>> again_;  ///< behind the last "any": part, position
};

/// Lines ended by '\n', the last one too; no byte order mark.
std::string plain_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size() + 1);
  while (const auto line = next_line(text)) {
    out += *line;
    out += '\n';
  }
  return out;
}

}  // namespace

bool configured_from(std::string_view template_text, std::string_view text) {
  if (template_text.size() > kLongestTemplate || text.size() > kLongestTemplate) return false;
  const std::string own = plain_lines(template_text);
  const std::string lines = plain_lines(text);
  const Template made(own);
  return made.has_text() && (own == lines || Walk(made.parts(), lines).fits());
}

}  // namespace souptrace::formats
