// SPDX-License-Identifier: Apache-2.0
#include "parts.h"

int wanted(void) { return 6; }
