// SPDX-License-Identifier: LicenseRef-Oximeter
#include "oximeter.h"

double oximeter_calibrated(double raw) { return raw > 100 ? 100 : raw < 0 ? 0 : raw; }
