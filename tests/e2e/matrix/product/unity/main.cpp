// SPDX-License-Identifier: Apache-2.0
int unity_one();
int unity_two();
int main() { return unity_one() + unity_two(); }
