// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/trace.hpp"

namespace souptrace {

/// Looks up what the ids in a trace name. Refers to the trace, which must outlive it and stay as it is.
class TraceIndex {
 public:
  explicit TraceIndex(const Trace& trace);

  [[nodiscard]] const Trace& trace() const { return trace_; }
  /// Null when there is no such file.
  [[nodiscard]] const TraceFile* file(std::string_view id) const;
  /// Null when nobody owns the file.
  [[nodiscard]] const Component* owner(const TraceFile& file) const {
    return component(file.owner.chosen.component);
  }
  [[nodiscard]] const Component* component(std::string_view id) const;
  /// What this object file (id) was compiled from; null when it is none that this build compiled.
  [[nodiscard]] const Compilation* compilation(std::string_view object) const;
  /// Null when there are none of this id.
  [[nodiscard]] const TraceFlags* flags(std::string_view id) const;
  /// Whether the trace has a file, binary, shipped file or component of that name. Answers for the subjects of its findings only, each as
  /// it is and without the member ("build:libx.a(a.o)" is about the archive too).
  [[nodiscard]] bool has_subject(std::string_view name) const { return subjects_.contains(name); }
  /// "build:libpump.a"; the id itself when it names no file.
  [[nodiscard]] std::string path(std::string_view file_id) const;

 private:
  /// Ids of files are looked up so often that hashing them is too slow: "f12" is the twelfth file, but in a trace that somebody edited.
  [[nodiscard]] bool is_at_its_place(std::string_view id, std::size_t& place) const;

  const Trace& trace_;
  std::unordered_map<std::string_view, const TraceFile*> misplaced_;
  std::unordered_map<std::string_view, const Component*> components_;
  std::vector<const Compilation*> compiled_;  ///< for each file that is at its place
  std::unordered_map<std::string_view, const Compilation*> compilations_;  ///< of all other objects
  std::unordered_map<std::string_view, const TraceFlags*> flags_;
  std::set<std::string, std::less<>> subjects_;
};

/// The subject of a finding about an archive member without the member; any other as it is.
[[nodiscard]] std::string_view without_member(std::string_view subject);

}  // namespace souptrace
