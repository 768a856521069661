// SPDX-License-Identifier: Apache-2.0
int more(void);
int more(void) { return 12; }
