// SPDX-License-Identifier: MIT
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
/* The median of count values, at most 16 of which are looked at. */
double median_of(const double* values, int count);
#ifdef __cplusplus
}
#endif
