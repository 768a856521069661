// SPDX-License-Identifier: Zlib
#include "csvline.h"

#include <stdlib.h>

int csvline_numbers(const char* line, double* numbers, int most) {
  int count = 0;
  while (count < most) {
    char* end = 0;
    numbers[count] = strtod(line, &end);
    if (end == line) break;
    ++count;
    if (*end != ',') break;
    line = end + 1;
  }
  return count;
}
