# SPDX-License-Identifier: Apache-2.0
souptrace(SAFETY_CLASS c)
