// SPDX-License-Identifier: Apache-2.0
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
unsigned crc(const unsigned char* bytes, unsigned size);
unsigned crc_table(unsigned at);
#ifdef __cplusplus
}
#endif
