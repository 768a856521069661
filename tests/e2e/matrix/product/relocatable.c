// SPDX-License-Identifier: Apache-2.0
#include "crc/crc.h"
int relocatable(void);
int relocatable(void) { return (int)crc_table(2); }
