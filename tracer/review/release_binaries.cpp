// SPDX-License-Identifier: Apache-2.0
#include "review/release_binaries.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/binary_view.hpp"
#include "model/names.hpp"
#include "review/release_flags.hpp"

namespace souptrace::review {
namespace {

void add_values(const TraceBinary& before, const TraceBinary& after, std::vector<ValueChange>& out) {
  const auto add = [&](const char* name, const std::string& old, const std::string& now) {
    if (old != now) out.push_back({name, old, now});
  };
  const auto yes_no = [](bool truth) { return std::string(truth ? "yes" : "no"); };
  add("target", before.target, after.target);
  add("path", text_of(before.path), text_of(after.path));
  add("linker", before.linker.name, after.linker.name);
  add("linkerVersion", before.linker.version, after.linker.version);
  add("linkerPath", before.linker.path, after.linker.path);
  add("driver", before.linker.driver, after.linker.driver);
  add("linkTimeOptimization", yes_no(before.linker.lto), yes_no(after.linker.lto));
  add("format", before.binary.format, after.binary.format);
  add("machine", before.binary.machine, after.binary.machine);
  add("type", before.binary.type, after.binary.type);
  add("interpreter", before.binary.interpreter, after.binary.interpreter);
  add("soname", before.binary.soname, after.binary.soname);
  add("needed", joined(before.binary.needed), joined(after.binary.needed));
  add("rpath", joined(before.binary.rpath), joined(after.binary.rpath));
  add("runpath", joined(before.binary.runpath), joined(after.binary.runpath));
  add("runTimeLoading", joined(before.binary.run_time_loading), joined(after.binary.run_time_loading));
  add("compilerComments", joined(before.binary.tool_comments), joined(after.binary.tool_comments));
  add("installDestinations", joined(before.install_destinations), joined(after.install_destinations));
}

void count(const PartPair& pair, const std::string& state, std::vector<PartCount>& out) {
  const Role role = (pair.after != nullptr ? pair.after : pair.before)->role;
  const auto at = std::find_if(out.begin(), out.end(), [&](const PartCount& one) { return one.role == role; });
  PartCount& one = at == out.end() ? out.emplace_back() : *at;
  one.role = role;
  std::uint64_t& number = state.empty() ? one.same : state == "added" ? one.added : state == "removed" ? one.removed : state == "changed" ? one.changed : one.other;
  ++number;
}

/// Archives with other bytes, and of each how many of the members that are in both binaries are the same and how many are not.
class Archives {
 public:
  void add(const PartPair& pair, const std::string& state) {
    if (pair.before == nullptr || pair.after == nullptr || pair.after->role != Role::archive_member || pair.before->role != Role::archive_member) return;
    const TraceFile& old = *pair.before->file;
    const TraceFile& now = *pair.after->file;
    if (old.sha256 == now.sha256 || old.sha256.empty() || now.sha256.empty()) return;
    Seen& seen = archives_[text_of(now.path)];
    seen.note = {text_of(now.path), old.sha256, now.sha256, seen.note.members + 1};
    seen.all_same = seen.all_same && (state.empty() || state == "moved" || state == "owner");
  }
  std::vector<SameMembers> finish() const {
    std::vector<SameMembers> out;
    for (const auto& [place, seen] : archives_)
      if (seen.all_same) out.push_back(seen.note);
    return out;
  }

 private:
  struct Seen {
    SameMembers note;
    bool all_same = true;
  };
  std::map<std::string, Seen> archives_;
};

void diff_parts(const std::vector<ReleasePart>& before, const std::vector<ReleasePart>& after, const ComponentGroups& groups, BinaryDiff& out) {
  Archives archives;
  for (const PartPair& pair : pair_parts(before, after, groups)) {
    std::string state = state_of(pair, groups);
    count(pair, state, out.counts);
    archives.add(pair, state);
    if (!state.empty()) out.parts.push_back(change_of(pair, std::move(state)));
  }
  std::sort(out.counts.begin(), out.counts.end(), [](const PartCount& a, const PartCount& b) { return a.role < b.role; });
  out.archives = archives.finish();
}

/// Files that the linker only opened.
std::map<std::string, std::pair<Role, PartSide>> dropped_in(const TraceIndex& index, const TraceBinary& binary) {
  std::map<std::string, std::pair<Role, PartSide>> out;
  for (const UsedComponent& used : used_components(index, binary))
    for (const UsedFile& file : used.files) {
      if (file.is_part()) continue;
      for (const TraceInput* input : file.inputs) {
        if (input->use != Use::dropped) continue;
        const std::string place = text_of(file.file->path);
        const std::string id = used.component == nullptr ? "" : used.component->id;
        out[place] = {input->role, {place.substr(place.find_last_of(":/") + 1), place, file.file->sha256, id}};
      }
    }
  return out;
}

void diff_dropped(const Release& before, const TraceBinary& old, const Release& after, const TraceBinary& now, BinaryDiff& out) {
  const auto was = dropped_in(*before.index, old);
  const auto is = dropped_in(*after.index, now);
  std::map<std::string, PartChange> changes;
  for (const auto& [place, one] : was)
    if (!is.contains(place)) changes[place] = {"removed", one.first, false, one.second, std::nullopt};
  for (const auto& [place, one] : is)
    if (!was.contains(place)) changes[place] = {"added", one.first, false, std::nullopt, one.second};
  for (auto& [place, change] : changes) out.dropped.push_back(std::move(change));
}

PartSide side_of(const ShippedFile& file) {
  const std::string place = text_of(file.path);
  return {place.substr(place.find_last_of(":/") + 1), place, file.sha256, ""};
}

/// By place; a place that has several files (of several packages) is compared by its digests.
void diff_shipped(const TraceBinary& before, const TraceBinary& after, BinaryDiff& out) {
  std::map<std::string, std::pair<std::vector<const ShippedFile*>, std::vector<const ShippedFile*>>> places;
  for (const ShippedFile& file : before.shipped) places[text_of(file.path)].first.push_back(&file);
  for (const ShippedFile& file : after.shipped) places[text_of(file.path)].second.push_back(&file);
  for (auto& [place, files] : places) {
    const auto has = [](const std::vector<const ShippedFile*>& list, const ShippedFile* one) {
      return std::any_of(list.begin(), list.end(), [&](const ShippedFile* other) { return other->sha256 == one->sha256; });
    };
    std::vector<const ShippedFile*> old = files.first;
    std::vector<const ShippedFile*> now = files.second;
    std::erase_if(old, [&, &others = files.second](const ShippedFile* one) { return has(others, one); });
    std::erase_if(now, [&, &others = files.first](const ShippedFile* one) { return has(others, one); });
    for (std::size_t i = 0; i < std::max(old.size(), now.size()); ++i) {
      PartChange change{i >= old.size() ? "added" : i >= now.size() ? "removed" : "changed", Role::object, false, {}, {}};
      if (i < old.size()) change.before = side_of(*old[i]);
      if (i < now.size()) change.after = side_of(*now[i]);
      out.shipped.push_back(std::move(change));
    }
  }
}

/// What the two binaries load and no trace knows.
std::vector<std::string> not_compared_of(const TraceBinary& before, const TraceBinary& after) {
  std::set<std::string> out;
  for (const TraceBinary* one : {&before, &after}) {
    for (const std::string& function : one->binary.run_time_loading) out.insert("what it loads by " + function);
    for (const TraceRuntimeLibrary& library : one->runtime)
      if (library.file.empty()) out.insert(library.name + ", which the loader does not find");
    if (!one->completeness.complete) out.insert("what its list lacks: it is not complete");
  }
  return {out.begin(), out.end()};
}

BinarySide side_of(const TraceBinary& binary) {
  return {text_of(binary.path), binary.sha256, binary.size};
}

/// One that only this release has: its files are all of its own.
BinaryDiff only_in(const Release& release, const TraceBinary& binary, bool is_new) {
  BinaryDiff out;
  out.name = binary.name;
  out.state = is_new ? "added" : "removed";
  (is_new ? out.after : out.before) = side_of(binary);
  for (const ReleasePart& part : release.binaries.at(binary.name))
    count(is_new ? PartPair{nullptr, &part} : PartPair{&part, nullptr}, out.state, out.counts);
  std::sort(out.counts.begin(), out.counts.end(), [](const PartCount& a, const PartCount& b) { return a.role < b.role; });
  return out;
}

}  // namespace

std::vector<BinaryDiff> diff_binaries(const Release& before, const Release& after, const ComponentGroups& groups) {
  std::map<std::string, std::pair<const TraceBinary*, const TraceBinary*>> names;
  for (const TraceBinary& one : before.index->trace().binaries) names[one.name].first = &one;
  for (const TraceBinary& one : after.index->trace().binaries) names[one.name].second = &one;
  std::vector<BinaryDiff> out;
  for (const auto& [name, binary] : names) {
    const auto& [old, now] = binary;
    if (old == nullptr || now == nullptr) {
      out.push_back(now == nullptr ? only_in(before, *old, false) : only_in(after, *now, true));
      continue;
    }
    BinaryDiff& one = out.emplace_back();
    one.name = name;
    one.state = old->sha256 == now->sha256 && !old->sha256.empty() ? "same" : "changed";
    one.before = side_of(*old);
    one.after = side_of(*now);
    add_values(*old, *now, one.values);
    diff_flags(*before.index, *old, *after.index, *now, one.values);
    diff_steering_files(*before.index, *old, *after.index, *now, one.values);
    one.not_compared = not_compared_of(*old, *now);
    diff_parts(before.binaries.at(name), after.binaries.at(name), groups, one);
    diff_dropped(before, *old, after, *now, one);
    diff_shipped(*old, *now, one);
  }
  return out;
}

}  // namespace souptrace::review
