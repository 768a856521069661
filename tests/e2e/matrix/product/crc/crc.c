// SPDX-License-Identifier: Apache-2.0
#include "crc.h"
unsigned crc(const unsigned char* bytes, unsigned size) {
  unsigned sum = 0;
  for (unsigned at = 0; at < size; ++at) sum = (sum >> 4) ^ crc_table((sum ^ bytes[at]) & 15u);
  return sum;
}
