// SPDX-License-Identifier: Apache-2.0
int whole_one(void);
int whole_one(void) { return __LINE__; }
