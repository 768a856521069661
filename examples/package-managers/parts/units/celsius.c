// SPDX-License-Identifier: BSD-2-Clause
#include "units.h"

double units_celsius(double fahrenheit) { return (fahrenheit - 32) * 5 / 9; }
