/* SPDX-License-Identifier: MIT */
/* tinycrc 1.4.0: cyclic redundancy checks without tables, for firmware. Each function continues from `crc`; start with 0. */
#ifndef TINYCRC_H
#define TINYCRC_H
#include <stddef.h>
#include <stdint.h>

#define TINYCRC_VERSION "1.4.0"

#ifdef __cplusplus
extern "C" {
#endif

/* CRC-8/SMBUS: polynomial 0x07. Check value of "123456789": 0xF4. */
uint8_t tinycrc_crc8(uint8_t crc, const void* data, size_t size);
/* CRC-16/XMODEM: polynomial 0x1021. Check value: 0x31C3. */
uint16_t tinycrc_crc16(uint16_t crc, const void* data, size_t size);
/* CRC-32 of IEEE 802.3: polynomial 0x04C11DB7, reflected. Check value: 0xCBF43926. */
uint32_t tinycrc_crc32(uint32_t crc, const void* data, size_t size);

#ifdef __cplusplus
}
#endif
#endif
