// SPDX-License-Identifier: Apache-2.0
#include "a header.h"
int odd_member(void) { return 6; }
