# SPDX-License-Identifier: Apache-2.0
souptrace(PRODUCT VERSION 1.0)
