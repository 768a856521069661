// SPDX-License-Identifier: Apache-2.0
#include "review/release_components.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "model/binary_view.hpp"
#include "model/names.hpp"

namespace souptrace::review {
namespace {

constexpr std::array<std::string_view, 13> kGravest{"bytes", "version", "added", "removed", "parts", "binaries", "not-comparable", "compiled", "tier", "supplier", "license", "moved", "metadata"};

using ComponentKey = std::function<std::string(const Component&)>;

/// "pkg:deb/debian/zlib1g-dev?arch=amd64"; "" without purl. `qualified`: with what follows the version.
std::string without_version(const Component& component, bool qualified) {
  const std::string& purl = component.purl;
  const std::size_t end = std::min(purl.find_first_of("?#"), purl.size());
  const std::string plain = purl.substr(0, end);
  const std::size_t version = plain.rfind('@');
  const bool has_version = version != std::string::npos && plain.find('/', version) == std::string::npos;
  return (has_version ? plain.substr(0, version) : plain) + (qualified ? purl.substr(end) : "");
}

class Pairs {
 public:
  Pairs(const Release& before, const Release& after) {
    for (const auto& [id, one] : before.components) before_.push_back(&one);
    for (const auto& [id, one] : after.components) after_.push_back(&one);
  }

  void by(const ComponentKey& key) {
    const auto old = named(before_, key);
    const auto now = named(after_, key);
    std::set<const ReleaseComponent*> done;
    for (const auto& [name, components] : old) {
      const auto other = now.find(name);
      if (other == now.end() || components.size() != 1 || other->second.size() != 1) continue;
      pairs_.push_back({components.front(), other->second.front()});
      done.insert(components.front());
      done.insert(other->second.front());
    }
    for (List* list : {&before_, &after_}) std::erase_if(*list, [&](const ReleaseComponent* one) { return done.contains(one); });
  }

  std::vector<ComponentPair> finish() {
    for (const ReleaseComponent* one : before_) pairs_.push_back({one, nullptr});
    for (const ReleaseComponent* one : after_) pairs_.push_back({nullptr, one});
    const auto id = [](const ComponentPair& pair) -> const std::string& { return (pair.after != nullptr ? pair.after : pair.before)->component->id; };
    std::stable_sort(pairs_.begin(), pairs_.end(), [&](const ComponentPair& a, const ComponentPair& b) { return id(a) < id(b); });
    return std::move(pairs_);
  }

 private:
  using List = std::vector<const ReleaseComponent*>;
  static std::map<std::string, List> named(const List& list, const ComponentKey& key) {
    std::map<std::string, List> out;
    for (const ReleaseComponent* one : list)
      if (std::string name = key(*one->component); !name.empty()) out[std::move(name)].push_back(one);
    return out;
  }
  List before_;
  List after_;
  std::vector<ComponentPair> pairs_;
};

void add_values(const Component& before, const Component& after, std::vector<ValueChange>& out) {
  const auto add = [&](const char* name, const std::string& old, const std::string& now) {
    if (old != now) out.push_back({name, old, now});
  };
  add("version", before.version, after.version);
  add("id", before.id, after.id);
  add("purl", before.purl, after.purl);
  add("cpe", before.cpe, after.cpe);
  add("supplier", before.supplier, after.supplier);
  add("license", before.license.expression, after.license.expression);
  add("licenseText", before.license.text_sha256, after.license.text_sha256);
  add("url", before.url, after.url);
  std::set<std::string> names;
  for (const Component* one : {&before, &after})
    for (const auto& [name, text] : one->properties) names.insert(name);
  const auto property = [](const Component& one, const std::string& name) {
    const auto at = one.properties.find(name);
    return at == one.properties.end() ? std::string() : at->second;
  };
  for (const std::string& name : names) add(name.c_str(), property(before, name), property(after, name));
}

bool has_value(const ComponentDiff& diff, std::initializer_list<std::string_view> names) {
  return std::any_of(diff.values.begin(), diff.values.end(), [&](const ValueChange& one) { return std::find(names.begin(), names.end(), one.name) != names.end(); });
}

bool has_part(const ComponentDiff& diff, std::initializer_list<std::string_view> states, bool built_here) {
  return std::any_of(diff.parts.begin(), diff.parts.end(), [&](const PartChange& one) {
    return one.built_here == built_here && std::find(states.begin(), states.end(), one.state) != states.end();
  });
}

void set_states(ComponentDiff& diff) {
  std::set<std::string> states;
  if (!diff.before) states.insert("added");
  if (!diff.after) states.insert("removed");
  if (diff.before && diff.after) {
    const bool is_other_version = has_value(diff, {"version", "id", "commit", "url-hash"});
    const bool has_other_bytes = has_part(diff, {"changed"}, false);
    if (is_other_version) states.insert("version");
    else if (has_other_bytes) states.insert("bytes");
    if (!is_other_version && !has_other_bytes && has_part(diff, {"changed"}, true)) states.insert("compiled");
    if (has_part(diff, {"added", "removed"}, false) || has_part(diff, {"added", "removed"}, true)) states.insert("parts");
    if (has_part(diff, {"not-comparable"}, false) || has_part(diff, {"not-comparable"}, true)) states.insert("not-comparable");
    if (!diff.binaries.empty()) states.insert("binaries");
    if (diff.before->tier != diff.after->tier) states.insert("tier");
    if (has_value(diff, {"supplier"})) states.insert("supplier");
    if (has_value(diff, {"license", "licenseText"})) states.insert("license");
    if (has_part(diff, {"moved", "owner"}, false) || has_part(diff, {"moved", "owner"}, true)) states.insert("moved");
    if (states.empty() && !diff.values.empty()) states.insert("metadata");
  }
  diff.states.assign(states.begin(), states.end());
  std::sort(diff.states.begin(), diff.states.end(), [](const std::string& a, const std::string& b) { return gravity_of(a) < gravity_of(b); });
}

std::optional<ComponentSide> side_of(const ReleaseComponent* one) {
  if (one == nullptr) return std::nullopt;
  const Component& component = *one->component;
  return ComponentSide{component.id, component.version, component.supplier, component.license.expression, std::string(name_of(one->tier)), one->binaries};
}

using PartKey = ReleaseComponent::PartKey;

PartKey key_of(const ReleasePart& part) {
  return {part.side.name, part.content};
}

/// Of the parts in `same`, those that the component has in this binary.
std::set<PartKey> parts_in(const ReleaseComponent& component, const std::string& binary, const std::set<PartKey>& same) {
  std::set<PartKey> out;
  const auto at = component.in_binary.find(binary);
  if (at != component.in_binary.end()) std::set_intersection(at->second.begin(), at->second.end(), same.begin(), same.end(), std::inserter(out, out.end()));
  return out;
}

std::string names_only_in(const std::set<PartKey>& one, const std::set<PartKey>& other) {
  constexpr std::size_t kNamed = 6;
  std::string out;
  std::size_t number = 0;
  for (const PartKey& key : one) {
    if (other.contains(key)) continue;
    if (++number <= kNamed) add_word(out, key.first);
  }
  return out + (number > kNamed ? " and " + std::to_string(number - kNamed) + " more" : "");
}

/// What the product has as before, but not in the same binaries.
void add_binaries(const ComponentPair& pair, const std::set<PartKey>& same, std::vector<ValueChange>& out) {
  std::set<std::string> names(pair.before->binaries.begin(), pair.before->binaries.end());
  names.insert(pair.after->binaries.begin(), pair.after->binaries.end());
  for (const std::string& name : names) {
    const auto was = parts_in(*pair.before, name, same);
    const auto is = parts_in(*pair.after, name, same);
    if (was != is) out.push_back({name, names_only_in(was, is), names_only_in(is, was)});
  }
}

}  // namespace

Release take_apart(const TraceIndex& index) {
  Release out;
  out.index = &index;
  for (const TraceBinary& binary : index.trace().binaries) {
    std::vector<ReleasePart> parts = parts_of(index, binary);
    for (const ReleasePart& part : parts) {
      if (part.owner == nullptr) {
        out.unowned.push_back(part);
        continue;
      }
      ReleaseComponent& one = out.components[part.owner->id];
      one.component = part.owner;
      one.tier = std::max(one.tier, part.file->owner.chosen.tier);
      if (one.binaries.empty() || one.binaries.back() != binary.name) one.binaries.push_back(binary.name);
      one.parts.push_back(part);
      one.in_binary[binary.name].insert(key_of(part));
    }
    out.binaries[binary.name] = std::move(parts);
  }
  for (auto& [id, one] : out.components) sort_parts_once(one.parts);
  sort_parts_once(out.unowned);
  return out;
}

std::vector<ComponentPair> pair_components(const Release& before, const Release& after) {
  Pairs pairs(before, after);
  pairs.by([](const Component& one) { return one.id; });
  pairs.by([](const Component& one) { return one.kind == ComponentKind::product ? std::string("product") : std::string(); });
  pairs.by([](const Component& one) { return without_version(one, true); });
  pairs.by([](const Component& one) { return without_version(one, false); });
  pairs.by([](const Component& one) { return one.origin + ':' + one.name; });
  return pairs.finish();
}

ComponentGroups groups_of(const std::vector<ComponentPair>& pairs) {
  ComponentGroups out;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i].before != nullptr) out[pairs[i].before->component] = i + 1;
    if (pairs[i].after != nullptr) out[pairs[i].after->component] = i + 1;
  }
  return out;
}

ComponentDiff diff_component(const ComponentPair& pair, const ComponentGroups& groups) {
  const Component& one = *(pair.after != nullptr ? pair.after : pair.before)->component;
  ComponentDiff out;
  out.name = one.name;
  out.runtime = one.kind == ComponentKind::runtime;
  out.before = side_of(pair.before);
  out.after = side_of(pair.after);
  if (pair.before != nullptr && pair.after != nullptr) add_values(*pair.before->component, *pair.after->component, out.values);
  static const std::vector<ReleasePart> kNone;
  std::set<PartKey> same;
  for (const PartPair& part : pair_parts(pair.before != nullptr ? pair.before->parts : kNone, pair.after != nullptr ? pair.after->parts : kNone, groups)) {
    const std::string state = state_of(part, groups);
    if (part.before != nullptr && part.after != nullptr && part.before->content == part.after->content)
      for (const ReleasePart* side : {part.before, part.after}) same.insert(key_of(*side));
    if (state.empty()) out.same.push_back({part.after->side.name, part.after->side.sha256, part.after->role});
    else out.parts.push_back(change_of(part, state));
  }
  if (pair.before != nullptr && pair.after != nullptr) add_binaries(pair, same, out.binaries);
  set_states(out);
  return out;
}

std::size_t gravity_of(const std::string& state) {
  return static_cast<std::size_t>(std::find(kGravest.begin(), kGravest.end(), state) - kGravest.begin());
}

}  // namespace souptrace::review
