// SPDX-License-Identifier: Apache-2.0
#include "review/register_draft.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/path.hpp"
#include "base/text.hpp"
#include "model/names.hpp"

namespace souptrace::review {
namespace {

std::string property(const Component& component, const std::string& name) {
  const auto at = component.properties.find(name);
  return at == component.properties.end() ? "" : at->second;
}

struct Title {
  std::string name;
  std::string version;
  auto operator<=>(const Title&) const = default;
};

Title title_of(const Component& component) {
  const std::string source = property(component, "source-package");
  if (source.empty()) return {component.name, component.version};
  const std::string version = property(component, "source-version");
  return {source, version.empty() ? component.version : version};
}

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

/// The entry's text where all components agree, else "".
template <class Get>
std::string common(const std::vector<const Component*>& components, const Get& get) {
  const std::string first = get(*components.front());
  const bool same = std::all_of(components.begin(), components.end(), [&](const Component* one) { return get(*one) == first; });
  return same ? first : "";
}

SoupItem draft(const TraceIndex& index, const Title& title, const std::vector<const Component*>& components) {
  SoupItem item;
  item.title = title.name;
  item.designator.version = title.version;
  item.designator.commit = common(components, [](const Component& one) { return property(one, "commit"); });
  // A package manager names who packaged it; 8.1.2 b) asks for the maker.
  item.manufacturer.name = common(components, [](const Component& one) { return is_maker_stated(one) ? one.supplier : std::string(); });
  item.source.url = common(components, [](const Component& one) { return one.url; });
  const std::string license = common(components, [](const Component& one) { return one.license.expression; });
  if (license != "NOASSERTION") item.licence.declared = license;
  bool is_runtime = true;
  for (const Component* component : components) {
    is_runtime = is_runtime && component->kind == ComponentKind::runtime;
    add_once(item.identifiers.purl, component->purl);
    if (!component->cpe.empty()) item.identifiers.cpe.push_back({component->cpe, "souptrace_component()"});
    const std::vector<std::string> names = package_names(*component);
    // The purl without its version, so that another version is found as this item's and told as drift.
    add_once(item.match.packages, component->purl.empty() ? names.back() : names[names.size() - 2]);
  }
  std::sort(item.match.packages.begin(), item.match.packages.end());
  item.kind = is_runtime ? "runtime" : "library";
  item.facts = soup_facts(index, components, {});
  return item;
}

/// A file without an owner, by its digest.
SoupItem draft(const TraceIndex& index, const TraceFile& file) {
  SoupItem item;
  item.title = std::string(path::filename(file.path.path));
  item.kind = "file";
  item.match.sha256 = {file.sha256};
  item.facts = soup_facts(index, {}, {&file});
  return item;
}

constexpr std::string_view kPrefix = "SOUP-";

std::uint64_t highest_number(const SoupRegister& reg) {
  std::uint64_t highest = 0;
  for (const SoupItem& item : reg.items)
    if (item.id.starts_with(kPrefix))
      highest = std::max(highest, parse_unsigned(std::string_view(item.id).substr(kPrefix.size())).value_or(0));
  return highest;
}

std::string numbered(std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
  return std::string(kPrefix) + digits;
}

}  // namespace

std::vector<SoupItem> draft_items(const TraceIndex& index, const Reconciliation& reconciliation, const SoupRegister& reg) {
  std::map<Title, std::vector<const Component*>> groups;
  for (const Component* component : reconciliation.unregistered) groups[title_of(*component)].push_back(component);
  std::vector<SoupItem> out;
  out.reserve(groups.size() + reconciliation.unowned.size());
  for (const auto& [title, components] : groups) out.push_back(draft(index, title, components));
  for (const TraceFile* file : reconciliation.unowned) out.push_back(draft(index, *file));
  std::set<std::string> taken;
  for (const SoupItem& item : reg.items) taken.insert(item.id);
  std::uint64_t number = highest_number(reg);
  for (SoupItem& item : out) {
    do item.id = numbered(++number);  // which starts anew behind the highest of all numbers
    while (taken.contains(item.id));
  }
  return out;
}

SoupRegister draft_register(const Trace& trace) {
  SoupRegister out;
  out.product = trace.product.name;
  SoftwareItem& item = out.software_items.emplace_back();
  item.name = trace.product.name.empty() ? "software system" : trace.product.name;
  item.safety_class = trace.product.safety_class;
  for (const TraceBinary& binary : trace.binaries) item.binaries.push_back(binary.name);
  for (const Toolchain& toolchain : trace.toolchains)  // one that nobody can name is no baseline; the gate toolchain-unrecorded tells it
    if (!toolchain.id.empty() && !toolchain.version.empty())
      out.policy.toolchain.push_back({toolchain.language, toolchain.id, toolchain.version});
  return out;
}

}  // namespace souptrace::review
