# SPDX-License-Identifier: Apache-2.0
souptrace(FAIL_ON gates)
