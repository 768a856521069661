// SPDX-License-Identifier: ISC
#include "tones.h"

int tones_for(int alarm) {
  static const int kTones[] = {0, 1, 2, 3};
  return kTones[alarm & 3];
}
