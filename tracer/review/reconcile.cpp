// SPDX-License-Identifier: Apache-2.0
#include "review/reconcile.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

#include "base/path.hpp"
#include "model/names.hpp"

namespace souptrace::review {
namespace {

/// What the items of the register name, by what they name.
class Names {
 public:
  explicit Names(const SoupRegister& reg) {
    for (const SoupItem& item : reg.items) {
      for (const std::string& name : item.match.packages) packages_[name].insert(&item);
      for (const std::string& digest : item.match.sha256) digests_[digest].insert(&item);
      for (const std::string& place : item.match.paths) places_.emplace_back(place, &item);
    }
  }

  using Items = std::set<const SoupItem*>;

  [[nodiscard]] Items by_digest(const TraceFile& file) const { return find(digests_, file.sha256); }
  /// The items with the longest place that the file lies in.
  [[nodiscard]] Items by_place(const TraceFile& file) const {
    const std::string text = text_of(file.path);
    Items found;
    std::size_t longest = 0;
    for (const auto& [place, item] : places_) {
      const bool inside = text == place || (text.starts_with(place) && (place.ends_with('/') || place.ends_with(':') || text[place.size()] == '/'));
      if (!inside || place.size() < longest) continue;
      if (place.size() > longest) found.clear();
      longest = place.size();
      found.insert(item);
    }
    return found;
  }
  [[nodiscard]] Items by_package(const Component& component) const {
    for (const std::string& name : package_names(component))
      if (Items found = find(packages_, name); !found.empty()) return found;
    return {};
  }

 private:
  using Map = std::unordered_map<std::string, Items>;
  static Items find(const Map& map, const std::string& key) {
    const auto at = map.find(key);
    return at == map.end() ? Items() : at->second;
  }
  Map packages_;
  Map digests_;
  std::vector<std::pair<std::string, const SoupItem*>> places_;
};

/// Everything of a trace that is third-party and in a binary.
struct Linked {
  std::map<std::string, std::pair<const Component*, std::vector<const TraceFile*>>> components;
  std::set<const TraceFile*> unowned;
  std::map<std::string, std::vector<const TraceBinary*>> binaries;
  std::map<const TraceFile*, std::vector<const TraceBinary*>> unowned_binaries;
};

Linked linked_in(const TraceIndex& index) {
  Linked out;
  for (const TraceBinary& binary : index.trace().binaries) {
    for (const UsedComponent& used : used_components(index, binary)) {
      if (used.component != nullptr && used.component->kind == ComponentKind::product) continue;
      for (const UsedFile& file : used.files) {
        if (!file.is_part()) continue;
        if (used.component == nullptr) {
          out.unowned.insert(file.file);
          out.unowned_binaries[file.file].push_back(&binary);
          continue;
        }
        auto& entry = out.components[used.component->id];
        entry.first = used.component;
        entry.second.push_back(file.file);
        auto& binaries = out.binaries[used.component->id];
        if (binaries.empty() || binaries.back() != &binary) binaries.push_back(&binary);
      }
    }
  }
  return out;
}

/// The items that name every one of the files by digest, else every one by digest or place. A part of a component is not the component.
Names::Items by_files(const Names& names, const std::vector<const TraceFile*>& files) {
  std::optional<Names::Items> by_digest;
  std::optional<Names::Items> by_either;
  const auto keep = [](std::optional<Names::Items>& kept, const Names::Items& also) {
    if (!kept) kept = also;
    else std::erase_if(*kept, [&](const SoupItem* item) { return !also.contains(item); });
  };
  for (const TraceFile* file : files) {
    Names::Items here = names.by_digest(*file);
    keep(by_digest, here);
    here.merge(names.by_place(*file));
    keep(by_either, here);
  }
  if (by_digest && !by_digest->empty()) return *by_digest;
  return by_either.value_or(Names::Items());
}

void add_binaries(std::set<const TraceBinary*>& to, const std::vector<const TraceBinary*>& from) {
  to.insert(from.begin(), from.end());
}

}  // namespace

std::vector<const Component*> MatchedItem::with_other_version() const {
  const std::string& registered = item->designator.version;
  std::vector<const Component*> out;
  if (registered.empty()) return out;
  for (const Component* one : components) {
    const auto source = one->properties.find("source-version");
    if (one->version != registered && (source == one->properties.end() || source->second != registered)) out.push_back(one);
  }
  return out;
}

std::vector<std::string> package_names(const Component& component) {
  std::vector<std::string> out{component.id};
  if (!component.purl.empty()) {
    out.push_back(component.purl);
    const std::string plain = component.purl.substr(0, component.purl.find_first_of("?#"));
    out.push_back(plain);
    const std::size_t version = plain.rfind('@');
    if (version != std::string::npos && plain.find('/', version) == std::string::npos) out.push_back(plain.substr(0, version));
  }
  out.push_back(component.origin + ':' + component.name);
  return out;
}

const MatchedItem* Reconciliation::item_of(const Component& component) const {
  for (const MatchedItem& one : items)
    if (std::find(one.components.begin(), one.components.end(), &component) != one.components.end()) return &one;
  return nullptr;
}

Reconciliation reconcile(const TraceIndex& index, const SoupRegister& reg) {
  const Names names(reg);
  const Linked linked = linked_in(index);
  Reconciliation out;
  out.binaries = linked.binaries;
  for (const SoupItem& item : reg.items) out.items.emplace_back().item = &item;
  std::map<const SoupItem*, MatchedItem*> matched;
  for (MatchedItem& one : out.items) matched[one.item] = &one;

  std::map<const SoupItem*, std::set<const TraceBinary*>> binaries;
  /// The one item of several; null when there is none, or more than one, which is noted.
  const auto choose = [&](const Names::Items& items, const std::string& subject) -> const SoupItem* {
    if (items.size() == 1) return *items.begin();
    if (items.empty()) return nullptr;
    AmbiguousMatch both{subject, {}};
    for (const SoupItem* item : items) both.items.push_back(item->id);
    std::sort(both.items.begin(), both.items.end());
    out.ambiguous.push_back(std::move(both));
    return nullptr;
  };
  for (const auto& [id, entry] : linked.components) {
    const auto& [component, files] = entry;
    Names::Items items = by_files(names, files);
    if (items.empty()) items = names.by_package(*component);
    if (const SoupItem* item = choose(items, id)) {
      matched[item]->components.push_back(component);
      add_binaries(binaries[item], linked.binaries.at(id));
    } else if (items.empty()) {
      out.unregistered.push_back(component);
    }
  }
  for (const TraceFile& file : index.trace().files) {
    if (!linked.unowned.contains(&file)) continue;
    const Names::Items items = by_files(names, {&file});
    if (const SoupItem* item = choose(items, text_of(file.path))) {
      matched[item]->files.push_back(&file);
      add_binaries(binaries[item], linked.unowned_binaries.at(&file));
    } else if (items.empty()) {
      out.unowned.push_back(&file);
    }
  }
  for (MatchedItem& one : out.items) {
    for (const TraceBinary& binary : index.trace().binaries)
      if (binaries[one.item].contains(&binary)) one.binaries.push_back(&binary);
    if (one.is_linked()) one.facts = soup_facts(index, one.components, one.files);
  }
  return out;
}

}  // namespace souptrace::review
