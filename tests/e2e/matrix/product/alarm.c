// SPDX-License-Identifier: Apache-2.0
int dup_b(void);
int dup_c(void);
int main(void) { return dup_b() + dup_c(); }
