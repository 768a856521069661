# SPDX-License-Identifier: Apache-2.0
add_library(part SHARED IMPORTED GLOBAL)
souptrace(TARGETS part)
