// SPDX-License-Identifier: Apache-2.0
int indirect(void);
int indirect(void) { return 1; }
