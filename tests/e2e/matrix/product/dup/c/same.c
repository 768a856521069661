// SPDX-License-Identifier: Apache-2.0
int dup_c(void);
int dup_c(void) { return 'c'; }
