/* SPDX-License-Identifier: MIT */
#include "tinycrc.h"

uint8_t tinycrc_crc8(uint8_t crc, const void* data, size_t size) {
  const uint8_t* bytes = data;
  for (size_t i = 0; i < size; ++i) {
    crc = (uint8_t)(crc ^ bytes[i]);
    for (int bit = 0; bit < 8; ++bit) crc = (uint8_t)((crc & 0x80u) != 0 ? (crc << 1) ^ 0x07u : crc << 1);
  }
  return crc;
}
