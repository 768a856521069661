// SPDX-License-Identifier: ISC
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
enum { TONES_NONE, TONES_TECHNICAL, TONES_MEDIUM, TONES_HIGH };
/* How many tones an alarm has. */
int tones_for(int alarm);
#ifdef __cplusplus
}
#endif
