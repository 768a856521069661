# SPDX-License-Identifier: Apache-2.0
string(ASCII 77 252 108 108 101 114 latin)
souptrace(SUPPLIER "${latin}")
