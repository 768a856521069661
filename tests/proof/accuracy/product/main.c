// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include "parts.h"

int main(void) { return used() + wanted() + (int)zlibCompileFlags() == 0; }
