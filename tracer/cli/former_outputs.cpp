// SPDX-License-Identifier: Apache-2.0
#include "cli/former_outputs.hpp"

#include "base/path.hpp"
#include "cli/trace_outputs.hpp"
#include "facts/project_file.hpp"

namespace souptrace::cli {
namespace {

/// Relative to the build directory where it lies in it, so that a build directory may be moved.
std::string record_of(const OutputPlace& place) {
  if (!path::is_below(place.directory, place.build)) return place.directory;
  const std::string_view inside = path::below(place.directory, place.build);
  return inside.empty() ? "." : std::string(inside);
}

bool are_the_same(Host& host, const std::string& one, const std::string& other) {
  const auto real = host.real_path(one);
  const auto other_real = host.real_path(other);
  return real && other_real && *real == *other_real;
}

}  // namespace

Result<std::string> leave_former_outputs(Host& host, const OutputPlace& place) {
  const std::string suffix = place.configuration.empty() ? "" : '-' + place.configuration;
  const std::string record = path::join(facts::state_directory(place.build), "output" + suffix);
  std::string left;
  const auto before = host.read(record);
  if (before && (*before)->text() == record_of(place)) return left;
  if (before && !(*before)->text().empty()) {
    const std::string former = path::absolute((*before)->text(), place.build);
    if (host.stat(former) && !are_the_same(host, former, place.directory)) {
      const bool inside = path::is_below(former, place.build);
      if (!inside && host.stat(path::join(former, "trace.json"))) left = former;
      if (Status removed = inside ? remove_outputs(host, former) : Status(Done{}); !removed) return removed.error();
    }
  }
  if (Status written = host.write_atomically(record, record_of(place)); !written) return written.error();
  return left;
}

}  // namespace souptrace::cli
