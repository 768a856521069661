// SPDX-License-Identifier: Apache-2.0
int thin_first(void);
int thin_second(void);
int thin_first(void) { return thin_second() + 1; }
