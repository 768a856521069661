// SPDX-License-Identifier: Apache-2.0
#include "review/ecosystem_versions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace souptrace::review {
namespace {

constexpr EcosystemOrder kDpkg{formats::compare_deb_versions, "dpkg's order"};
constexpr EcosystemOrder kRpm{formats::compare_rpm_versions, "RPM's order"};
constexpr EcosystemOrder kApk{formats::compare_apk_versions, "apk's order"};
constexpr EcosystemOrder kNumbers{formats::compare_dotted_numbers, "the order of numbers"};

constexpr std::array<std::pair<std::string_view, EcosystemOrder>, 17> kOrders{{
    {"AlmaLinux", kRpm},  {"Alpaquita", kApk},  {"Alpine", kApk},      {"Chainguard", kApk},  {"ConanCenter", kNumbers},
    {"Debian", kDpkg},    {"Echo", kDpkg},      {"Mageia", kRpm},      {"MinimOS", kApk},     {"openEuler", kRpm},
    {"openSUSE", kRpm},   {"Photon OS", kRpm},  {"Red Hat", kRpm},     {"Rocky Linux", kRpm}, {"SUSE", kRpm},
    {"Ubuntu", kDpkg},    {"Wolfi", kApk},
}};

}  // namespace

EcosystemOrder order_in(std::string_view ecosystem) {
  const std::string_view base = ecosystem.substr(0, ecosystem.find(':'));
  const auto at = std::find_if(kOrders.begin(), kOrders.end(), [&](const auto& one) { return one.first == base; });
  return at == kOrders.end() ? EcosystemOrder{} : at->second;
}

}  // namespace souptrace::review
