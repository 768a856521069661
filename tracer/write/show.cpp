// SPDX-License-Identifier: Apache-2.0
#include "write/show.hpp"

#include <algorithm>

#include "base/path.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "write/findings_text.hpp"
#include "write/show_selection.hpp"
#include "write/use_summary.hpp"

namespace souptrace::write {
namespace {

/// What one line of the tree says of a component, or of a file without an owner.
struct Row {
  std::string title;
  std::string license;
  std::vector<std::string> how;
  Tier tier = Tier::unknown;
};

struct Group {
  std::string heading;
  Colour colour = Colour::bold;
  std::vector<Row> rows;
};

struct BinaryRows {
  std::vector<Group> groups;
  std::vector<std::string> dropped;
};

std::string license_of(const Component& component) {
  const std::string& expression = component.license.expression;
  if (component.kind == ComponentKind::product) return "";
  return expression.empty() || expression == "NOASSERTION" ? "licence unknown" : clean(expression);
}

Row row_of(const UsedComponent& used, const UseSummary& summary) {
  const Component& component = *used.component;
  return {clean(component.name + (component.version.empty() ? "" : ' ' + component.version)),
          license_of(component), summary.words(), used.weakest_tier()};
}

Row unowned_row(const TraceIndex& index, const UsedFile& file) {
  const UsedComponent alone{nullptr, {file}};
  return {clean(text_of(file.file->path)), "", summarize(index, alone).words(), file.file->owner.chosen.tier};
}

void add_dropped(std::vector<std::string>& out, const UsedComponent& used, const UseSummary& summary) {
  for (const TraceFile* file : summary.dropped) {
    const std::string name(path::filename(file->path.path));
    out.push_back(clean(used.component == nullptr ? name : name + " (" + used.component->name + ')'));
  }
}

BinaryRows rows_of(const TraceIndex& index, const TraceBinary& binary) {
  Group product{"product", Colour::bold, {}};
  Group soup{"SOUP", Colour::cyan, {}};
  Group runtime{"runtime", Colour::bold, {}};
  Group unowned{"no known owner", Colour::red, {}};
  BinaryRows out;
  for (const UsedComponent& used : used_components(index, binary)) {
    const UseSummary summary = summarize(index, used);
    add_dropped(out.dropped, used, summary);
    if (!summary.in_binary()) continue;
    if (used.component == nullptr) {
      for (const UsedFile& file : used.files)
        if (file.is_part()) unowned.rows.push_back(unowned_row(index, file));
      continue;
    }
    Group& group = used.component->kind == ComponentKind::product   ? product
                   : used.component->kind == ComponentKind::runtime ? runtime
                                                                    : soup;
    group.rows.push_back(row_of(used, summary));
  }
  for (const TraceRuntimeLibrary& library : binary.runtime)
    if (library.file.empty())
      unowned.rows.push_back({clean(library.name), "", {"dynamic, not found by the loader"}, Tier::unknown});
  for (Group* group : {&product, &soup, &runtime, &unowned})
    if (!group->rows.empty()) out.groups.push_back(std::move(*group));
  for (Group& group : out.groups)
    std::sort(group.rows.begin(), group.rows.end(),
              [](const Row& a, const Row& b) { return a.title < b.title; });
  return out;
}

Colour colour_of(Tier tier) {
  switch (tier) {
    case Tier::package_db_verified:
    case Tier::vcs_pinned:
      return Colour::green;
    case Tier::package_db_listed:
    case Tier::resolver_metadata:
    case Tier::declared:
      return Colour::yellow;
    case Tier::package_db_mismatch:
    case Tier::unknown:
      break;
  }
  return Colour::red;
}

/// The widths of the columns of one binary's tree. Title and licence are bounded: one long name must not
/// push everything to the right, and a long licence is shortened (`souptrace explain` and --json have it whole).
struct Columns {
  std::size_t title = 0;
  std::size_t license = 0;
  std::size_t tier = 0;
  std::size_t longest_word = 0;  // of how

  explicit Columns(const std::vector<Group>& groups) {
    for (const Group& group : groups) {
      for (const Row& row : group.rows) {
        title = std::max(title, std::min<std::size_t>(display_width(row.title), 40));
        license = std::max(license, std::min<std::size_t>(display_width(row.license), 24));
        tier = std::max(tier, name_of(row.tier).size());
        for (const std::string& word : row.how)
          longest_word = std::max(longest_word, display_width(word) + 1);
      }
    }
  }
};

class Tree {
 public:
  Tree(const TextStyle& style, const Columns& columns) : style_(style), columns_(columns) {
    const std::size_t before =
        kIndent + columns.title + columns.license + columns.tier + (columns.license > 0 ? 3 : 2) * kGap;
    beside_ = style.width() >= before + std::max(kNarrowest, columns.longest_word);
    how_at_ = beside_ ? before : kIndent + kGap;
  }

  void group(const Group& group, bool last) {
    out_ += std::string(style_.branch(last)) + style_.paint(group.colour, group.heading) + '\n';
    for (const Row& row : group.rows) add(row, last, &row == &group.rows.back());
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  static constexpr std::size_t kIndent = 6;  // two levels of the tree
  static constexpr std::size_t kGap = 2;
  static constexpr std::size_t kNarrowest = 36;  // a last column of less is better put below

  void add(const Row& row, bool last_group, bool last_row) {
    const std::string gap(kGap, ' ');
    out_ += std::string(style_.continuation(last_group)) + std::string(style_.branch(last_row));
    out_ += style_.cell(Colour::bold, row.title, columns_.title) + gap;
    if (columns_.license > 0)
      out_ +=
          style_.cell(Colour::none, style_.shortened(row.license, columns_.license), columns_.license) + gap;
    const std::string_view tier = name_of(row.tier);
    const std::string below =
        std::string(style_.continuation(last_group)) + std::string(style_.continuation(last_row));
    const std::string lead = below + std::string(how_at_ - kIndent, ' ');
    const auto lines = TextStyle::wrap(row.how, style_.width() > how_at_ ? style_.width() - how_at_ : 1);
    if (beside_ && !lines.empty())
      out_ += style_.cell(colour_of(row.tier), tier, columns_.tier) + gap + lines.front() + '\n';
    else
      out_ += style_.paint(colour_of(row.tier), tier) + '\n';
    for (std::size_t i = beside_ ? 1 : 0; i < lines.size(); ++i) out_ += lead + lines[i] + '\n';
  }

  const TextStyle& style_;
  const Columns& columns_;
  bool beside_ = false;
  std::size_t how_at_ = 0;
  std::string out_;
};

std::string heading(const Trace& trace, const TextStyle& style) {
  const Product& product = trace.product;
  std::vector<std::string> parts;
  if (!product.name.empty())
    parts.push_back(style.paint(
        Colour::bold, clean(product.version.empty() ? product.name : product.name + ' ' + product.version)));
  if (!product.safety_class.empty()) parts.push_back("safety class " + clean(product.safety_class));
  if (!trace.configuration.empty()) parts.push_back(clean(trace.configuration));
  parts.push_back(counted(trace.binaries.size(), "binary"));
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : std::string(style.dot())) + part;
  return out + "\n\n";
}

/// "ships as install:bin/pump (install, rpath, strip)" and its digest, for each.
std::string shipped_lines(const TraceBinary& binary, const TextStyle& style) {
  constexpr std::size_t kMost = 20;
  const std::string lead = '\n' + std::string(style.continuation(false));
  std::string out;
  for (std::size_t i = 0; i < binary.shipped.size() && i < kMost; ++i) {
    const ShippedFile& file = binary.shipped[i];
    std::string steps;
    for (const PostLinkStep& step : file.steps) add_word(steps, clean(step.action));
    out += lead + "ships as " + clean(text_of(file.path)) + ' ' +
           (steps.empty() ? style.paint(Colour::red, "(no recorded step explains it)") : '(' + steps + ')');
    out += lead + "  " + style.paint(Colour::dim, "sha256 " + clean(file.sha256));
  }
  if (binary.shipped.size() > kMost)
    out += lead + "and as " + counted(binary.shipped.size() - kMost, "more file") + " (--json lists all)";
  return out;
}

std::string title(const TraceBinary& binary, const TextStyle& style) {
  const BinaryFormat& format = binary.binary;
  std::string out = style.paint(Colour::bold, clean(binary.name));
  if (!format.format.empty())
    out += std::string(style.dot()) + clean(format.format + ' ' + format.machine + ' ' + format.type);
  out += std::string(style.dot()) + byte_size(binary.size);
  const auto below = [&](const std::string& label, const std::string& value) {
    if (!value.empty())
      out += '\n' + std::string(style.continuation(false)) + style.paint(Colour::dim, label + clean(value));
  };
  below("sha256 ", binary.sha256);
  below("linked by ", binary.linker.version);
  return out + shipped_lines(binary, style) + '\n';
}

void add_list(std::string& out, const TextStyle& style, const std::string& lead,
              const std::vector<std::string>& words) {
  const std::size_t used = display_width(lead);
  for (const std::string& line : TextStyle::wrap(words, style.width() > used ? style.width() - used : 1))
    out += lead + line + '\n';
}

std::string completeness(const TraceBinary& binary, const TextStyle& style) {
  const Completeness& known = binary.completeness;
  std::string out(style.branch(true));
  if (known.complete)
    return out + style.paint(Colour::green, "complete") + ": " + counted(known.accounted, "input") + ", " +
           counted(known.witnesses.size(), "witness", "es") + '\n';
  out += style.paint(Colour::red, "incomplete") + ": " + counted(known.accounted, "input") + " accounted for";
  if (known.unaccounted.empty()) return out + ", see the findings\n";
  out += ", " + grouped(known.unaccounted.size()) + " not:\n";
  std::vector<std::string> names;
  for (const std::string& one : known.unaccounted) names.push_back(clean(one));
  add_list(out, style, "     ", names);
  return out;
}

std::string tree_of(const TraceIndex& index, const TraceBinary& binary, const TextStyle& style) {
  const BinaryRows rows = rows_of(index, binary);
  const Columns columns(rows.groups);
  Tree tree(style, columns);
  for (const Group& group : rows.groups) tree.group(group, false);
  std::string out = title(binary, style) + tree.take();
  if (!rows.dropped.empty()) {
    out += std::string(style.branch(false)) +
           style.paint(Colour::dim, "dropped: opened by the linker, nothing of it is in the binary") + '\n';
    add_list(out, style, std::string(style.continuation(false)) + "   ", rows.dropped);
  }
  return out + completeness(binary, style) + '\n';
}

}  // namespace

Result<std::string> show(const Trace& trace, std::string_view wanted, const TextOptions& options) {
  const auto binaries = select_binaries(trace, wanted);
  if (!binaries) return binaries.error();
  const TraceIndex index(trace);
  const TextStyle style(options);
  std::string out = heading(trace, style);
  for (const TraceBinary* binary : *binaries) out += tree_of(index, *binary, style);
  return out + findings_text(findings_about(index, *binaries), style);
}

}  // namespace souptrace::write
