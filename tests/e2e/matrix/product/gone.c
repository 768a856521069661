// SPDX-License-Identifier: Apache-2.0
int gone(int value);
int gone(int value) { return value * 77 + 13; }
