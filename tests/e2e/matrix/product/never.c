// SPDX-License-Identifier: Apache-2.0
int never(void);
int never(void) { return 0; }
