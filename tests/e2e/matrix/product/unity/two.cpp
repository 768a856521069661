// SPDX-License-Identifier: Apache-2.0
int unity_two() { return 2; }
