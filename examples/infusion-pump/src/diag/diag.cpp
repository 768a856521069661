// SPDX-License-Identifier: Apache-2.0
#include "diag/diag.hpp"

#include <cstdio>

namespace infusion {

void print_diagnostics() { std::puts("service port: motor, pressure, battery"); }

}  // namespace infusion
