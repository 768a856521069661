// SPDX-License-Identifier: Apache-2.0
#include "model/trace_index.hpp"

#include <charconv>

#include "model/names.hpp"

namespace souptrace {
namespace {

template <class T>
const T* find_in(const std::unordered_map<std::string_view, const T*>& map, std::string_view id) {
  const auto at = map.find(id);
  return at == map.end() ? nullptr : at->second;
}

/// Those of the names `asked` that something in the trace has.
std::set<std::string, std::less<>> known_among(const std::set<std::string_view>& asked, const Trace& trace) {
  std::set<std::string, std::less<>> out;
  if (asked.empty()) return out;
  const auto look_at = [&](std::string name) {
    if (asked.contains(name)) out.insert(std::move(name));
  };
  for (const TraceBinary& binary : trace.binaries) {
    look_at(binary.name);
    look_at(text_of(binary.path));
    for (const ShippedFile& file : binary.shipped) look_at(text_of(file.path));
  }
  for (const TraceFile& file : trace.files) look_at(text_of(file.path));
  for (const Component& component : trace.components) look_at(component.id);
  return out;
}

}  // namespace

std::string_view without_member(std::string_view subject) { return subject.substr(0, subject.rfind('(')); }

TraceIndex::TraceIndex(const Trace& trace) : trace_(trace) {
  std::size_t place = 0;
  for (const TraceFile& file : trace.files)
    if (!is_at_its_place(file.id, place)) misplaced_.emplace(file.id, &file);
  for (const Component& component : trace.components) components_.emplace(component.id, &component);
  compiled_.resize(trace.files.size());
  for (const Compilation& compilation : trace.compilations) {
    if (!is_at_its_place(compilation.object, place))
      compilations_.emplace(compilation.object, &compilation);
    else if (compiled_[place] == nullptr)
      compiled_[place] = &compilation;
  }
  for (const TraceFlags& flags : trace.compile_flags) flags_.emplace(flags.id, &flags);
  std::set<std::string_view> asked;
  for (const Finding& finding : trace.findings) asked.insert({finding.subject, without_member(finding.subject)});
  subjects_ = known_among(asked, trace);
}

bool TraceIndex::is_at_its_place(std::string_view id, std::size_t& place) const {
  if (id.size() < 2 || id.front() != 'f') return false;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(id.data() + 1, id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size() || number == 0 || number > trace_.files.size()) return false;
  place = number - 1;
  return trace_.files[place].id == id;
}

const TraceFile* TraceIndex::file(std::string_view id) const {
  std::size_t place = 0;
  return is_at_its_place(id, place) ? &trace_.files[place] : find_in(misplaced_, id);
}
const Component* TraceIndex::component(std::string_view id) const {
  return find_in(components_, id);
}
const Compilation* TraceIndex::compilation(std::string_view object) const {
  std::size_t place = 0;
  return is_at_its_place(object, place) ? compiled_[place] : find_in(compilations_, object);
}
const TraceFlags* TraceIndex::flags(std::string_view id) const {
  return find_in(flags_, id);
}

std::string TraceIndex::path(std::string_view file_id) const {
  const TraceFile* found = file(file_id);
  return found == nullptr ? std::string(file_id) : text_of(found->path);
}

}  // namespace souptrace
