// SPDX-License-Identifier: Apache-2.0
#include "review/release_parts.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/path.hpp"
#include "base/text.hpp"
#include "model/binary_view.hpp"
#include "model/names.hpp"

namespace souptrace::review {
namespace {

ReleasePart part_of(const TraceFile& file, const Component* owner) {
  ReleasePart out;
  out.file = &file;
  out.owner = owner;
  out.side.name = path::filename(file.path.path);
  out.side.place = text_of(file.path);
  out.side.sha256 = file.sha256;
  out.side.component = owner == nullptr ? "" : owner->id;
  return out;
}

ReleasePart part_of(const TraceIndex& index, const TraceFile& file, const Component* owner, const TraceInput& input) {
  ReleasePart out = part_of(file, owner);
  out.role = input.role;
  if (input.role == Role::shared_library && !input.soname.empty()) out.side.name = input.soname;
  out.built_here = index.compilation(input.member.empty() ? input.file : input.object) != nullptr;
  if (input.member.empty()) return out;
  out.side.name += '(' + input.member + ')';
  out.side.place += '(' + input.member + ')';
  out.side.sha256 = input.member_sha256;
  // A member without a digest is the same only in the same archive at the same place.
  if (out.side.sha256.empty() && !file.sha256.empty()) out.content = file.sha256 + '@' + std::to_string(input.offset);
  return out;
}

/// A shared library of the product's own build: its sources are traced with the binary that it is.
bool is_binary_of(const Trace& trace, const TraceFile& file) {
  return std::any_of(trace.binaries.begin(), trace.binaries.end(), [&](const TraceBinary& one) { return one.path == file.path; });
}

auto order_of(const ReleasePart& part) {
  return std::tie(part.side.place, part.content, part.role);
}

/// The place with each directory that is named by the component's version as "*"; "" when there is none.
std::string without_version(const ReleasePart& part) {
  if (part.owner == nullptr || part.owner->version.empty()) return "";
  std::string out;
  bool found = false;
  for (const std::string_view segment : split(part.side.place, '/')) {
    found = found || segment == part.owner->version;
    out += (out.empty() ? "" : "/") + (segment == part.owner->version ? std::string("*") : std::string(segment));
  }
  return found ? out : "";
}

using Parts = std::vector<const ReleasePart*>;
using KeyOfPart = std::function<std::string(const ReleasePart&)>;
using ByKey = std::map<std::string, Parts>;

ByKey by_key(const Parts& parts, const KeyOfPart& key) {
  ByKey out;
  for (const ReleasePart* part : parts)
    if (std::string text = key(*part); !text.empty()) out[std::move(text)].push_back(part);
  return out;
}

/// Pairs equal contents, then the rest in order. Both are sorted by content.
void pair_group(const Parts& before, const Parts& after, std::vector<PartPair>& out) {
  Parts left;
  Parts right;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() && j < after.size()) {
    if (before[i]->content == after[j]->content) out.push_back({before[i++], after[j++]});
    else if (before[i]->content < after[j]->content) left.push_back(before[i++]);
    else right.push_back(after[j++]);
  }
  left.insert(left.end(), before.begin() + static_cast<std::ptrdiff_t>(i), before.end());
  right.insert(right.end(), after.begin() + static_cast<std::ptrdiff_t>(j), after.end());
  for (std::size_t k = 0; k < std::min(left.size(), right.size()); ++k) out.push_back({left[k], right[k]});
}

class Pairing {
 public:
  Pairing(const std::vector<ReleasePart>& before, const std::vector<ReleasePart>& after) {
    for (const ReleasePart& part : before) before_.push_back(&part);
    for (const ReleasePart& part : after) after_.push_back(&part);
  }

  void by(const KeyOfPart& key, bool only_single) {
    const ByKey old = by_key(before_, key);
    const ByKey now = by_key(after_, key);
    const std::size_t first = pairs_.size();
    for (const auto& [text, parts] : old) {
      const auto other = now.find(text);
      if (other == now.end() || (only_single && (parts.size() > 1 || other->second.size() > 1))) continue;
      pair_group(parts, other->second, pairs_);
    }
    std::map<const ReleasePart*, bool> done;
    for (std::size_t i = first; i < pairs_.size(); ++i) done[pairs_[i].before] = done[pairs_[i].after] = true;
    for (Parts* list : {&before_, &after_}) std::erase_if(*list, [&](const ReleasePart* part) { return done.contains(part); });
  }

  std::vector<PartPair> finish() {
    for (const ReleasePart* part : before_) pairs_.push_back({part, nullptr});
    for (const ReleasePart* part : after_) pairs_.push_back({nullptr, part});
    const auto place = [](const PartPair& pair) { return pair.after != nullptr ? std::tie(pair.after->side.place, pair.after->content) : std::tie(pair.before->side.place, pair.before->content); };
    std::stable_sort(pairs_.begin(), pairs_.end(), [&](const PartPair& a, const PartPair& b) { return place(a) < place(b); });
    return std::move(pairs_);
  }

 private:
  Parts before_;
  Parts after_;
  std::vector<PartPair> pairs_;
};

}  // namespace

void sort_parts_once(std::vector<ReleasePart>& parts) {
  std::sort(parts.begin(), parts.end(), [](const ReleasePart& a, const ReleasePart& b) { return order_of(a) < order_of(b); });
  parts.erase(std::unique(parts.begin(), parts.end(), [](const ReleasePart& a, const ReleasePart& b) { return order_of(a) == order_of(b); }), parts.end());
}

std::vector<ReleasePart> parts_of(const TraceIndex& index, const TraceBinary& binary) {
  std::vector<ReleasePart> out;
  for (const UsedComponent& used : used_components(index, binary)) {
    for (const UsedFile& file : used.files) {
      bool is_whole = false;
      for (const TraceInput* input : file.inputs) {
        if (!is_part(input->use)) continue;
        out.push_back(part_of(index, *file.file, used.component, *input));
        is_whole = is_whole || input->member.empty();
      }
      if (file.runtime.empty() || is_whole) continue;
      out.push_back(part_of(*file.file, used.component));
      out.back().role = Role::shared_library;
      out.back().side.name = file.runtime.front()->name;
    }
  }
  for (ReleasePart& part : out) {
    if (part.role == Role::shared_library && is_binary_of(index.trace(), *part.file)) part.built_here = true;
    if (part.content.empty()) part.content = part.side.sha256;
  }
  sort_parts_once(out);
  return out;
}

std::vector<PartPair> pair_parts(const std::vector<ReleasePart>& before, const std::vector<ReleasePart>& after, const ComponentGroups& groups) {
  const auto group = [&](const ReleasePart& part) {
    const auto at = groups.find(part.owner);
    return at == groups.end() ? std::string("-") : std::to_string(at->second);
  };
  Pairing pairing(before, after);
  pairing.by([](const ReleasePart& part) { return part.side.place; }, false);
  pairing.by(
      [&](const ReleasePart& part) {
        const std::string place = without_version(part);
        return place.empty() ? "" : group(part) + ' ' + place;
      },
      false);
  pairing.by([&](const ReleasePart& part) { return group(part) + ' ' + std::string(name_of(part.role)) + ' ' + part.side.name; }, true);
  return pairing.finish();
}

std::string state_of(const PartPair& pair, const ComponentGroups& groups) {
  if (pair.before == nullptr) return "added";
  if (pair.after == nullptr) return "removed";
  if (pair.before->content != pair.after->content)
    return pair.before->side.sha256.empty() || pair.after->side.sha256.empty() ? "not-comparable" : "changed";
  if (pair.before->content.empty()) return "not-comparable";
  if (pair.before->side.place != pair.after->side.place) return "moved";
  const auto group = [&](const ReleasePart* part) {
    const auto at = groups.find(part->owner);
    return at == groups.end() ? std::size_t{0} : at->second;
  };
  return group(pair.before) == group(pair.after) ? "" : "owner";
}

PartChange change_of(const PartPair& pair, std::string state) {
  PartChange out;
  out.state = std::move(state);
  const ReleasePart* one = pair.after != nullptr ? pair.after : pair.before;
  out.role = one->role;
  out.built_here = (pair.before == nullptr || pair.before->built_here) && (pair.after == nullptr || pair.after->built_here);
  if (pair.before != nullptr) out.before = pair.before->side;
  if (pair.after != nullptr) out.after = pair.after->side;
  return out;
}

}  // namespace souptrace::review
