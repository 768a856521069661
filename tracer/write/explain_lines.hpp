// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "model/trace_index.hpp"
#include "write/text_style.hpp"

// What the explanations of a file, a component and a binary are made of.
namespace souptrace::write {

/// Lines of "label value", indented.
class Lines {
 public:
  explicit Lines(const TextStyle& style) : style_(style) {}

  void heading(const std::string& text) { out_ += style_.paint(Colour::bold, text) + '\n'; }
  void text(std::size_t indent, const std::string& text) { out_ += std::string(indent, ' ') + text + '\n'; }
  /// Nothing for an empty value.
  void field(std::size_t indent, const char* label, const std::string& value) {
    if (value.empty()) return;
    out_ += std::string(indent, ' ') + style_.cell(Colour::dim, label, kLabel) + clean(value) + '\n';
  }
  void blank() { out_ += '\n'; }
  [[nodiscard]] const TextStyle& style() const { return style_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  static constexpr std::size_t kLabel = 11;
  const TextStyle& style_;
  std::string out_;
};

/// "dpkg: lists the file (…/zlib1g-dev:amd64.list)"
[[nodiscard]] std::string said_by(const Evidence& evidence);
/// "SOUP", "product", "runtime"
[[nodiscard]] std::string kind_word(ComponentKind kind);
/// "zlib1g-dev 1:1.2.13"
[[nodiscard]] std::string title_of(const Component& component);
/// "in pump · build:pump · sha256 …"
[[nodiscard]] std::string binary_line(const TraceBinary& binary, const TextStyle& style);

void add_digests(Lines& lines, const std::string& sha256, const std::string& sha512,
                 const std::string& gitoid);
/// How the linker came to one input, and who says so. `known` is a file that the reader has before him
/// already: it is not named again.
void add_input(Lines& lines, const TraceIndex& index, const TraceInput& input, std::size_t indent,
               const TraceFile* known);

}  // namespace souptrace::write
