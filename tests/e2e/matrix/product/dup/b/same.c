// SPDX-License-Identifier: Apache-2.0
int dup_b(void);
int dup_b(void) { return 'b'; }
