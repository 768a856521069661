// SPDX-License-Identifier: Apache-2.0
#include "cli/trace_diff.hpp"

#include "review/release_diff.hpp"
#include "review/release_impacts.hpp"

namespace souptrace::cli {

ReleaseDiff diff_traces(const IndexedTrace& before, const IndexedTrace& after, const SoupRegister* reg) {
  ReleaseDiff out = review::diff_releases(before.index, after.index);
  out.before.trace_sha256 = before.document.sha256;
  out.after.trace_sha256 = after.document.sha256;
  review::add_impacts(before.index, after.index, reg, out);
  return out;
}

}  // namespace souptrace::cli
