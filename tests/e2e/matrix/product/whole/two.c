// SPDX-License-Identifier: Apache-2.0
int whole_two(void);
int whole_two(void) { return __LINE__; }
