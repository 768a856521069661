// SPDX-License-Identifier: BSD-2-Clause
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
double units_celsius(double fahrenheit);
double units_fahrenheit(double celsius);
#ifdef __cplusplus
}
#endif
