// SPDX-License-Identifier: Apache-2.0
int nameless(void);
int nameless(void) { return 8; }
