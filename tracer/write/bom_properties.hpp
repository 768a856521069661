// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "write/bom_plan.hpp"

// What every format says about a thing as a name and a value, beyond the members that the format has for it:
// the names of CycloneDX's property taxonomy ("bsi:component:…") and this project's own ("souptrace:…").
namespace souptrace::write {

/// Properties in the order of their names; those with an empty value are left out.
class Properties {
 public:
  using NameAndValue = std::pair<std::string_view, std::string_view>;

  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (places_.empty()) {
      text_.reserve(1024);
      places_.reserve(16);
    }
    places_.push_back({text_.size(), name.size(), value.size()});
    text_.append(name).append(value);
  }
  [[nodiscard]] bool empty() const { return places_.empty(); }
  /// Valid until something is added.
  [[nodiscard]] std::vector<NameAndValue> sorted() const;

 private:
  struct Place {
    std::size_t name_at;
    std::size_t name_size;
    std::size_t value_size;  ///< behind the name
  };
  std::string text_;  // of all: a document has tens of thousands of them
  std::vector<Place> places_;
};

/// What BSI TR-03183-2 5.2.2 asks of every file: its name, and whether it is executable, an archive,
/// structured (8.1.4 to 8.1.7). An archive of objects is not executable as it is and has a table of its
/// members.
void add_bsi_properties(Properties& properties, std::string_view path, bool executable, bool archive);

/// Of the binary that the document is about. Its file is deliverable(), else the one that the linker wrote.
void add_subject_properties(Properties& properties, const TraceIndex& index, const TraceBinary& binary);
/// What is known to be unknown or wrong about the binary.
void add_finding_properties(Properties& properties, const TraceIndex& index, const TraceBinary& binary);

void add_component_properties(Properties& properties, const Component& component);
void add_file_properties(Properties& properties, const UsedFile& file);
void add_member_properties(Properties& properties, const TraceIndex& index, const TraceInput& member);
void add_missing_properties(Properties& properties, const TraceRuntimeLibrary& library);
void add_linked_properties(Properties& properties, const TraceBinary& binary);
void add_shipped_properties(Properties& properties, const ShippedFile& shipped, const TraceBinary& binary);

/// Whether the file holds code that runs as it is: an Intel HEX or S-record file is text for a programmer.
[[nodiscard]] bool is_executable(const ShippedFile& shipped);

/// "install by cmake 3.25.1, strip by GNU strip 2.40"; "" without steps.
[[nodiscard]] std::string steps_text(const ShippedFile& shipped);

/// Whether an archive's members are among the inputs, or the archive as a whole is one.
[[nodiscard]] bool is_archive(const UsedFile& file);

/// One program that took part in the build.
struct BuildTool {
  std::string ref;
  std::string name;
  std::string version;
  Properties properties;
};

/// The linker and the compilers, each language once.
[[nodiscard]] std::vector<BuildTool> build_tools(const Trace& trace, const TraceBinary& binary);

}  // namespace souptrace::write
