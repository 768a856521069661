// SPDX-License-Identifier: Apache-2.0
#include "write/explain_lines.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "model/binary_view.hpp"
#include "model/names.hpp"

namespace souptrace::write {
namespace {

std::string input_name(const TraceIndex& index, const TraceInput& input) {
  std::string out = index.path(input.file);
  if (!input.member.empty()) out += '(' + input.member + ')';
  return out;
}

Colour colour_of(Use use) {
  return use == Use::dropped ? Colour::yellow : is_part(use) ? Colour::green : Colour::dim;
}

}  // namespace

std::string said_by(const Evidence& evidence) {
  std::string out = evidence.source;
  if (!evidence.text.empty()) out += ": " + evidence.text;
  if (!evidence.place.empty()) out += " (" + evidence.place + ')';
  return out;
}

std::string kind_word(ComponentKind kind) {
  return kind == ComponentKind::soup ? "SOUP" : std::string(name_of(kind));
}

std::string title_of(const Component& component) {
  return component.version.empty() ? component.name : component.name + ' ' + component.version;
}

void add_digests(Lines& lines, const std::string& sha256, const std::string& sha512,
                 const std::string& gitoid) {
  lines.field(2, "sha256", sha256);
  lines.field(2, "sha512", sha512);
  lines.field(2, "gitoid", gitoid.empty() ? "" : "gitoid:blob:sha256:" + gitoid);
}

std::string binary_line(const TraceBinary& binary, const TextStyle& style) {
  std::string out = "in " + style.paint(Colour::bold, clean(binary.name)) + std::string(style.dot()) +
                    clean(text_of(binary.path));
  if (!binary.sha256.empty())
    out += std::string(style.dot()) + style.paint(Colour::dim, "sha256 " + clean(binary.sha256));
  return out;
}

void add_input(Lines& lines, const TraceIndex& index, const TraceInput& input, std::size_t indent,
               const TraceFile* known) {
  const bool whole = input.member.empty();
  const std::string what = whole && known != nullptr && known->id == input.file
                               ? std::string(name_of(input.role))
                               : clean(input_name(index, input));
  lines.text(indent, lines.style().paint(colour_of(input.use), name_of(input.use)) + ": " + what);
  if (!whole) {
    lines.field(indent + 2, "member", "byte " + grouped(input.offset) + ", " + counted(input.size, "byte"));
    lines.field(indent + 2, "sha256", input.member_sha256);
    if (!input.object.empty() && (known == nullptr || known->id != input.object))
      lines.field(indent + 2, "object", index.path(input.object));
  }
  lines.field(indent + 2, "because", input.reason);
  lines.field(indent + 2, "symbol", input.symbol);
  lines.field(indent + 2, "asked by", input.referrer);
  if (input.bytes) lines.field(indent + 2, "gives", counted(*input.bytes, "byte"));
  lines.field(indent + 2, "seen by", joined(input.witnesses));
}

}  // namespace souptrace::write
