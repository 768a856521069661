// SPDX-License-Identifier: Apache-2.0
int dup_a(void);
int dup_a(void) { return 'a'; }
