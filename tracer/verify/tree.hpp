// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/host.hpp"
#include "model/trace.hpp"
#include "verify/report.hpp"

namespace souptrace::verify {

/// Where the roots of a trace's places lie on this machine.
struct Roots {
  struct Directory {
    std::string path;
    bool given = false;  ///< by the user; false: the build's own records say so
  };
  std::map<Root, Directory> directories;
  std::map<std::string, Directory> packages;  ///< below Root::package, by what the places begin with: "conan/zlib/1.3.1"

  /// The path of a place; "" when its root is not known.
  [[nodiscard]] std::string path_of(const TracePath& place) const;

 private:
  [[nodiscard]] std::string path_of_package(std::string_view place) const;
};

/// Compares every binary, what was made of it, and every file and archive member that it was made of with the files below the roots. A file
/// that is gone is a problem, except a shipped one below a root that nobody gave: it went where it was shipped to.
void verify_tree(Host& host, const Trace& trace, const std::string& document, const Roots& roots, Report& report);

/// Names the sections in which the file at `path` differs from the linked binary that has the build-id or name, where that lies below the
/// roots with the bytes that the trace names.
void explain_difference(Host& host, const Trace& trace, const Roots& roots, const std::string& path, FileVerdict& verdict);

}  // namespace souptrace::verify
