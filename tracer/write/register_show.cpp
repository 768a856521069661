// SPDX-License-Identifier: Apache-2.0
#include "write/register_show.hpp"

#include <algorithm>

#include "write/json_text.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kShownNotes = 8;

}  // namespace

std::string register_rows(const std::vector<RegisterRow>& rows, const TextOptions& options) {
  if (rows.empty()) return "no items\n";
  const TextStyle style(options);
  std::size_t id = 0;
  std::size_t title = 0;
  std::size_t version = 0;
  for (const RegisterRow& row : rows) {
    id = std::max(id, display_width(clean(row.id)));
    title = std::max(title, display_width(clean(row.title)));
    version = std::max(version, display_width(clean(row.version)));
  }
  std::string out;
  for (const RegisterRow& row : rows) {
    const Colour colour = row.status == "approved" ? Colour::green : Colour::yellow;
    out += style.cell(Colour::bold, clean(row.id), id + 2) + style.cell(Colour::none, clean(row.title), title + 2) +
           style.cell(Colour::none, clean(row.version), version + 2) + style.paint(colour, clean(row.status)) + '\n';
    const std::size_t shown = std::min(row.notes.size(), kShownNotes);
    for (std::size_t i = 0; i < shown; ++i) out += "    " + clean(row.notes[i]) + '\n';
    if (row.notes.size() > shown) out += "    and " + grouped(row.notes.size() - shown) + " more (--json lists all)\n";
  }
  return out;
}

std::string register_rows_json(const std::vector<RegisterRow>& rows) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.key("items");
  json.begin_array();
  for (const RegisterRow& row : rows) {
    json.begin_object();
    json.member("id", row.id);
    json.member("title", row.title);
    json.member_unless_empty("version", row.version);
    json.member("status", row.status);
    if (!row.notes.empty()) json.member_list("notes", row.notes);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + '\n';
}

}  // namespace souptrace::write
