// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iostream>

namespace infusion {

/// The power-on self test of each program (IEC 60601-2-24): runs all checks, names those that fail, says OK when none does.
class SelfCheck {
 public:
  void expect(bool good, const char* claim) {
    ++checks_;
    if (good) return;
    ++failures_;
    std::cerr << "self-test: failed: " << claim << '\n';
  }
  /// Exit code of the program.
  int finish(const char* program) const {
    if (failures_ == 0) std::cout << program << ": self-test OK, " << checks_ << " checks\n";
    return failures_ == 0 ? 0 : 1;
  }

 private:
  int checks_ = 0;
  int failures_ = 0;
};

}  // namespace infusion
