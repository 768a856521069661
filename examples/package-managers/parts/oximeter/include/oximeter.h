// SPDX-License-Identifier: LicenseRef-Oximeter
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
/* A raw oxygen saturation, in percent, as the sensor's calibration has it. */
double oximeter_calibrated(double raw);
#ifdef __cplusplus
}
#endif
