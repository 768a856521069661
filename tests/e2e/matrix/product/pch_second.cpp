// SPDX-License-Identifier: Apache-2.0
#include <vector>
int pch_second() { return static_cast<int>(std::vector<int>(3).size()); }
