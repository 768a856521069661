// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "trace/assemble.hpp"
#include "trace/binary_assembler.hpp"

namespace souptrace::trace {

/// Whether the sources and headers of linked objects are still what was compiled. Each object is looked at once, however many binaries link it.
class CompiledInCheck {
 public:
  explicit CompiledInCheck(const Material& material);

  /// Adds a finding for each file that an object of this binary was compiled from and that is gone, cannot be read, or is newer than an
  /// object made from it, and for what Material::left_behind tells: the bytes that are in the binary are not known then.
  void check(const std::string& output, const std::vector<JoinedInput>& inputs, std::vector<Finding>& findings);

 private:
  struct Problem {
    const std::string* file = nullptr;
    const std::string* unreadable = nullptr;  ///< why; nullptr: it was changed
    bool by_content = false;                  ///< its time stamp does not show it
  };
  /// What is known of one source or header.
  struct Known {
    std::optional<std::int64_t> modified_ns;  ///< nothing: it has no content
    const std::string* unreadable = nullptr;
  };
  [[nodiscard]] Known known(const std::string& file) const;
  const std::vector<Problem>& problems(const CompiledObject& object);
  void add_replaced(const CompiledObject& object, std::vector<Problem>& out) const;

  const Material& material_;
  TextMemo<Known> known_headers_;
  std::map<const CompiledObject*, std::vector<Problem>> problems_;
};

}  // namespace souptrace::trace
