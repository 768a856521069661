// SPDX-License-Identifier: Apache-2.0
int thin_unused(void);
int thin_unused(void) { return 3; }
