// SPDX-License-Identifier: Apache-2.0
#include "parts.h"

int used(void) { return 4; }
