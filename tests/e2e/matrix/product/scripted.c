// SPDX-License-Identifier: Apache-2.0
int scripted(void);
int scripted(void) { return 5; }
