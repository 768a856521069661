// SPDX-License-Identifier: Apache-2.0
#include "crc/crc.h"
int indirect(void);
int kept(void);
int kept(void) { return indirect() + (int)crc((const unsigned char*)"kept", 4); }
