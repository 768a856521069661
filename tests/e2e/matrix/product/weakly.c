// SPDX-License-Identifier: Apache-2.0
int weakly(void);
int weakly(void) { return 4711; }
