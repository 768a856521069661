// SPDX-License-Identifier: Apache-2.0
int pch_second();
int main() { return precompiled() + pch_second() + static_cast<int>(std::map<std::string, int>().size()); }
