// SPDX-License-Identifier: Apache-2.0
#include "review/release_rules.hpp"

namespace souptrace::review {
namespace {

// IEC 62304:2006+A1:2015. 6.1 f), 7.4.1, 8.1 and 8.2 are for every class.
const ReviewRule kSoupRules[] = {
    {"5.3.3, 5.3.4", Rigor::b, {"added"}, "State its functional, performance and system requirements."},
    {"6.1 f", Rigor::a, {"version", "bytes"}, "Evaluate the upgrade or patch as the maintenance plan says."},
    {"7.1.2 c", Rigor::b, {"added", "binaries"}, "Evaluate its failure as a cause of hazardous situations."},
    {"7.1.3", Rigor::b, {"added", "version", "bytes"}, "Evaluate the supplier's anomaly list for what is linked now."},
    {"7.4.1", Rigor::a, {"added", "removed", "version", "bytes", "parts", "binaries", "not-comparable"}, "Analyse the change for additional causes of hazardous situations and additional risk controls."},
    {"7.4.2", Rigor::b, {"added", "removed", "version", "bytes", "parts", "binaries", "not-comparable"}, "Analyse the change for interference with existing risk controls."},
    {"8.1.2", Rigor::a, {"added", "version", "supplier"}, "Register title, manufacturer and designator as they are now."},
    {"8.1.3", Rigor::a, {"added", "removed", "version", "bytes", "binaries"}, "Update the documented system configuration."},
    {"8.2.1", Rigor::a, {"added", "removed", "version", "bytes", "parts", "binaries", "not-comparable"}, "Name the approved change request."},
    {"8.2.3", Rigor::a, {"added", "removed", "version", "bytes", "parts", "binaries", "compiled", "not-comparable"}, "Verify the change; repeat what verification it invalidates."},
};

const ReviewRule kProductRules[] = {
    {"5.1.10", Rigor::b, {"toolchain"}, "Bring the tools and settings under control as they are now."},
    {"5.8.5", Rigor::b, {"toolchain"}, "Document the environment that made the release."},
    {"7.4.1", Rigor::a, {"loading"}, "Analyse the change for additional causes of hazardous situations and additional risk controls."},
    {"7.4.2", Rigor::b, {"loading"}, "Analyse the change for interference with existing risk controls."},
    {"8.1.3", Rigor::a, {"loading", "delivery"}, "Update the documented system configuration."},
    {"8.2.1", Rigor::a, {"toolchain", "loading", "delivery"}, "Name the approved change request."},
    {"8.2.3", Rigor::a, {"toolchain", "loading", "delivery"}, "Verify the change; repeat what verification it invalidates."},
};

}  // namespace

std::span<const ReviewRule> soup_rules() {
  return kSoupRules;
}

std::span<const ReviewRule> product_rules() {
  return kProductRules;
}

}  // namespace souptrace::review
