// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "model/build_facts.hpp"
#include "trace/file_table.hpp"

namespace souptrace::trace {

/// The files of the trace that each linked object was compiled from, by their numbers: looked up once, however many binaries link the object.
class ObjectFiles {
 public:
  struct Of {
    std::uint32_t source = 0;            ///< 0: not known
    std::vector<std::uint32_t> headers;  ///< every other file, in the order of the files, each once
  };

  /// `files` must be numbered.
  ObjectFiles(const std::set<const CompiledObject*>& objects, const FileTable& files);

  /// The object must be one of those of the constructor.
  [[nodiscard]] const Of& of(const CompiledObject& object) const { return of_.at(&object); }
  /// The same, which is then asked for no more.
  [[nodiscard]] Of take(const CompiledObject& object) { return std::move(of_.at(&object)); }
  /// Whether a file that is some object's header is a translation unit by its name.
  [[nodiscard]] bool is_unit(std::uint32_t number) const { return is_unit_[number]; }
  /// Above every number.
  [[nodiscard]] std::size_t end() const { return is_unit_.size(); }

 private:
  std::map<const CompiledObject*, Of> of_;
  std::vector<bool> is_unit_;
};

/// Whether a compiler's input is a translation unit by its name, not a header.
[[nodiscard]] bool is_translation_unit(std::string_view path);

}  // namespace souptrace::trace
