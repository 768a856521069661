// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "model/binary_view.hpp"
#include "model/report.hpp"

// What the report shows of each binary, the same in HTML, CSV and Markdown.
namespace souptrace::write {

/// One subject in one binary.
struct ContentRow {
  const ReportSubject* subject = nullptr;
  std::uint64_t subject_index = 0;
  std::vector<std::string> components;  ///< of the subject, those that are in this binary: ids, sorted
  std::vector<std::string> purls;       ///< of these
  std::vector<std::string> how;  ///< in words: "static: libz.a (5 members)"
  Tier tier = Tier::unknown;     ///< the weakest among the files
  std::uint64_t bytes = 0;       ///< see linked_bytes()
  std::vector<UsedFile> files;   ///< only those that are part of the binary
};

struct BinaryContents {
  const TraceBinary* binary = nullptr;
  std::string software_item;
  std::string safety_class;
  std::uint64_t bytes = 0;
  std::vector<ContentRow> rows;  ///< in the order of Report::subjects

  /// All but the product's own code: the SOUP list.
  [[nodiscard]] std::vector<const ContentRow*> soup() const;
};

/// The bytes that the linker took of a file: what a map says each input contributes, else the size of the object or member. Nothing of
/// shared libraries, sources and headers.
[[nodiscard]] std::uint64_t linked_bytes(const UsedFile& used);

/// One for each binary of the trace. Files and components that `report` has no subject for are left out.
[[nodiscard]] std::vector<BinaryContents> report_contents(const TraceIndex& index, const Report& report);

/// The one-page answer.
struct Verdict {
  std::string state;  ///< "fail", "warn", "pass", "none": not judged
  std::string text;   ///< "Fails: 3 of 41 gates"
  std::vector<std::string> reservations;  ///< what it does not cover, each a sentence
};

[[nodiscard]] Verdict report_verdict(const Trace& trace, const Report& report);

}  // namespace souptrace::write
