// SPDX-License-Identifier: Apache-2.0
#include <vector>
int objects_first() { return static_cast<int>(std::vector<int>{1, 2, 3}.size()); }
