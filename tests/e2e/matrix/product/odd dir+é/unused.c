// SPDX-License-Identifier: Apache-2.0
int odd_unused(void);
int odd_unused(void) { return 7; }
