// SPDX-License-Identifier: Apache-2.0
int dropped(void);
int dropped(void) { return 1; }
