// SPDX-License-Identifier: Zlib
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
/* Reads up to most numbers, separated by commas; how many there are. */
int csvline_numbers(const char* line, double* numbers, int most);
#ifdef __cplusplus
}
#endif
