// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "write/cyclonedx_plan.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {

inline constexpr const char* kToolRef = "tool:souptrace";

/// The properties of one component, written in the order of their names; those with an empty value are left
/// out.
class Properties {
 public:
  void add(std::string name, std::string value) {
    if (!value.empty()) properties_.emplace_back(std::move(name), std::move(value));
  }
  /// Nothing when there are none.
  void write(JsonText& json);

 private:
  std::vector<std::pair<std::string, std::string>> properties_;
};

/// "hashes" and "omniborId", as far as there are digests.
void write_digests(JsonText& json, const std::string& sha256, const std::string& sha512,
                   const std::string& gitoid);

/// An organizational entity as the member `name`; nothing for an empty text.
void write_organization(JsonText& json, std::string_view name, std::string_view text);

/// What BSI TR-03183-2 5.2.2 asks of every file: its name, and whether it is executable, an archive,
/// structured (8.1.4 to 8.1.7). An archive of objects is not executable as it is and has a table of its
/// members.
void add_bsi_properties(Properties& properties, std::string_view path, bool executable, bool archive);

/// One component with its children.
void write_part(JsonText& json, const TraceIndex& index, const Part& part);

}  // namespace souptrace::write
