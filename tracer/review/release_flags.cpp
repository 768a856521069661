// SPDX-License-Identifier: Apache-2.0
#include "review/release_flags.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "model/names.hpp"

namespace souptrace::review {
namespace {

using Words = std::vector<std::string>;

/// What of `words` is not in `other`, each as often as it stands there more.
Words without(const Words& words, const Words& other) {
  std::map<std::string_view, std::size_t> there;
  for (const std::string& word : other) ++there[word];
  Words out;
  for (const std::string& word : words) {
    const auto at = there.find(word);
    if (at != there.end() && at->second > 0) --at->second;
    else out.push_back(word);
  }
  return out;
}

/// "-O2" and "-O3"; nothing when the commands are the same.
std::pair<std::string, std::string> difference(const Words& before, const Words& after) {
  if (before == after) return {};
  const Words old = without(before, after);
  const Words now = without(after, before);
  if (old.empty() && now.empty()) return {joined(before, " "), joined(after, " ")};
  return {joined(old, " "), joined(now, " ")};
}

struct Compiled {
  std::string source;
  const TraceFlags* flags = nullptr;
};

/// What this build compiled for the binary, by the objects' places.
std::map<std::string, Compiled> compiled_in(const TraceIndex& index, const TraceBinary& binary) {
  std::map<std::string, Compiled> out;
  for (const TraceInput& input : binary.inputs) {
    const Compilation* compilation = index.compilation(input.member.empty() ? input.file : input.object);
    if (compilation == nullptr) continue;
    const std::string source = compilation->source.empty() ? "" : index.path(compilation->source);
    out[index.path(compilation->object)] = {source, index.flags(compilation->flags)};
  }
  return out;
}

/// The objects that only one of the releases has, by their source where it has one object of it.
std::map<std::string, std::string> by_source(const std::map<std::string, Compiled>& objects, const std::map<std::string, Compiled>& other) {
  std::map<std::string, std::string> out;
  std::map<std::string, int> number;
  for (const auto& [object, one] : objects) {
    if (other.contains(object) || one.source.empty()) continue;
    ++number[one.source];
    out[one.source] = object;
  }
  std::erase_if(out, [&](const auto& one) { return number[one.first] > 1; });
  return out;
}

class CompileFlagChanges {
 public:
  void add(const std::string& object, const Compiled& before, const Compiled& after) {
    if (before.flags == nullptr || after.flags == nullptr) return;
    Words old = before.flags->words;
    Words now = after.flags->words;
    if (before.flags->language != after.flags->language) {
      old.push_back("(as " + before.flags->language + ')');
      now.push_back("(as " + after.flags->language + ')');
    }
    const auto change = difference(old, now);
    if (!change.first.empty() || !change.second.empty()) changes_[change].push_back(object);
  }
  void tell(std::vector<ValueChange>& out) const {
    for (const auto& [change, objects] : changes_)
      out.push_back({"compileFlags of " + (objects.size() == 1 ? objects.front() : std::to_string(objects.size()) + " objects"), change.first, change.second});
  }

 private:
  std::map<std::pair<std::string, std::string>, Words> changes_;
};

/// The files that steer the link and have no bytes of their own in the binary: their digests by place.
std::map<std::string, std::string> read_by(const TraceIndex& index, const TraceBinary& binary) {
  std::map<std::string, std::string> out;
  for (const TraceInput& input : binary.inputs)
    if (const TraceFile* file = index.file(input.file); file != nullptr && input.use == Use::read) out[text_of(file->path)] = file->sha256;
  return out;
}

bool has_flags(const Trace& trace) {
  return !trace.compile_flags.empty() || std::any_of(trace.binaries.begin(), trace.binaries.end(), [](const TraceBinary& one) { return !one.linker.flags.empty(); });
}

void add_not_compared(const Trace& trace, const std::string& which, std::vector<std::string>& out) {
  const auto unknown = std::count_if(trace.compilations.begin(), trace.compilations.end(), [](const Compilation& one) { return one.flags.empty(); });
  if (!has_flags(trace)) out.push_back("compile and link flags: the " + which + " trace does not record them");
  else if (unknown > 0)
    out.push_back("compile flags of " + std::to_string(unknown) + (unknown == 1 ? " object" : " objects") + " in the " + which + " trace, which CMake does not know: commands of the project's own compile them");
}

}  // namespace

void diff_flags(const TraceIndex& before, const TraceBinary& old, const TraceIndex& after, const TraceBinary& now, std::vector<ValueChange>& out) {
  if (has_flags(before.trace()) && has_flags(after.trace()))
    if (const auto [was, is] = difference(old.linker.flags, now.linker.flags); !was.empty() || !is.empty()) out.push_back({"linkFlags", was, is});
  const auto was = compiled_in(before, old);
  const auto is = compiled_in(after, now);
  CompileFlagChanges changes;
  for (const auto& [object, one] : was)
    if (const auto other = is.find(object); other != is.end()) changes.add(object, one, other->second);
  const auto sources = by_source(is, was);
  for (const auto& [source, object] : by_source(was, is))
    if (const auto other = sources.find(source); other != sources.end()) changes.add(other->second, was.at(object), is.at(other->second));
  changes.tell(out);
}

void diff_steering_files(const TraceIndex& before, const TraceBinary& old, const TraceIndex& after, const TraceBinary& now, std::vector<ValueChange>& out) {
  auto was = read_by(before, old);
  auto is = read_by(after, now);
  std::set<std::string> places;
  for (const auto* side : {&was, &is})
    for (const auto& [place, digest] : *side) places.insert(place);
  for (const std::string& place : places)
    if (was[place] != is[place]) out.push_back({"reads " + place, was[place], is[place]});
}

std::vector<std::string> flags_not_compared(const Trace& before, const Trace& after) {
  std::vector<std::string> out;
  add_not_compared(before, "old", out);
  add_not_compared(after, "new", out);
  return out;
}

}  // namespace souptrace::review
