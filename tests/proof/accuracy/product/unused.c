// SPDX-License-Identifier: Apache-2.0
#include "parts.h"

int unused(void) { return 6; }
