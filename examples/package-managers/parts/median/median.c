// SPDX-License-Identifier: MIT
#include "median.h"

double median_of(const double* values, int count) {
  double sorted[16];
  int used = 0;
  for (; used < count && used < 16; ++used) {
    int at = used;
    for (; at > 0 && sorted[at - 1] > values[used]; --at) sorted[at] = sorted[at - 1];
    sorted[at] = values[used];
  }
  return used == 0 ? 0 : sorted[used / 2];
}
