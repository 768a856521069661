# SPDX-License-Identifier: Apache-2.0
souptrace(LINK_MAP maybe)
