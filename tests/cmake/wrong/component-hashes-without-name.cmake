# SPDX-License-Identifier: Apache-2.0
souptrace_component(HASHES file.c)
