// SPDX-License-Identifier: Apache-2.0
// order: reads lines "KIND A B" (deb, rpm, apk, semver) and prints "<", "=", ">" or "?" for each.
#include <iostream>
#include <string>

#include "formats/version_order.hpp"

int main() {
  using namespace souptrace::formats;
  std::string kind;
  std::string a;
  std::string b;
  while (std::cin >> kind >> a >> b) {
    const auto compare = kind == "deb"   ? compare_deb_versions
                         : kind == "rpm" ? compare_rpm_versions
                         : kind == "apk" ? compare_apk_versions
                                         : compare_semantic_versions;
    const VersionOrder order = compare(a, b);
    std::cout << (!order ? '?' : *order < 0 ? '<' : *order > 0 ? '>' : '=') << '\n';
  }
}
