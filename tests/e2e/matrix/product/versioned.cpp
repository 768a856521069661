// SPDX-License-Identifier: Apache-2.0
extern "C" int versioned_entry() { return 1; }
int main() { return versioned_entry(); }
