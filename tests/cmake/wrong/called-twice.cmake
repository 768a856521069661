# SPDX-License-Identifier: Apache-2.0
souptrace(PRODUCT a)
souptrace(PRODUCT b)
