// SPDX-License-Identifier: Apache-2.0
#include <array>
int unity_one() { return std::array<int, 2>{1, 2}[1]; }
