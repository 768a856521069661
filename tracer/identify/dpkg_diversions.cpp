// SPDX-License-Identifier: Apache-2.0
#include "identify/dpkg_diversions.hpp"

#include "base/text.hpp"

namespace souptrace::identify {

Result<DpkgDiversions> parse_diversions(std::string_view text) {
  DpkgDiversions out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::uint64_t offset = text.size() - rest.size();
    const auto original = next_line(rest);
    const auto target = next_line(rest);
    const auto package = next_line(rest);
    if (!package || package->empty() || !original->starts_with('/') || !target->starts_with('/'))
      return Error{"diversions-malformed", "a diversion is three lines: path, path, package", offset};
    DpkgDiversion one{std::string(*original), std::string(*target), std::string(*package)};
    out.by_target[one.diverted_to] = one;
    out.by_original[one.original] = std::move(one);
  }
  return out;
}

}  // namespace souptrace::identify
