// SPDX-License-Identifier: Apache-2.0
int part(void);
int main(void) { return part(); }
