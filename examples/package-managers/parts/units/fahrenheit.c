// SPDX-License-Identifier: BSD-2-Clause
#include "units.h"

double units_fahrenheit(double celsius) { return celsius * 9 / 5 + 32; }
