/* SPDX-License-Identifier: MIT */
#include "tinycrc.h"

uint32_t tinycrc_crc32(uint32_t crc, const void* data, size_t size) {
  const uint8_t* bytes = data;
  crc = ~crc;
  for (size_t i = 0; i < size; ++i) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1u) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}
