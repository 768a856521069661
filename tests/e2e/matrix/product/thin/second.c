// SPDX-License-Identifier: Apache-2.0
int thin_second(void);
int thin_second(void) { return 2; }
