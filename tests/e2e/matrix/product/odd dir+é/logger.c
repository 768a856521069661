// SPDX-License-Identifier: Apache-2.0
#include "a header.h"
int main(void) { return odd_member(); }
