// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>

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
  /// "build:libpump.a"; the id itself when it names no file.
  [[nodiscard]] std::string path(std::string_view file_id) const;

 private:
  const Trace& trace_;
  std::unordered_map<std::string_view, const TraceFile*> files_;
  std::unordered_map<std::string_view, const Component*> components_;
  std::unordered_map<std::string_view, const Compilation*> compilations_;
  std::unordered_map<std::string_view, const TraceFlags*> flags_;
};

}  // namespace souptrace
