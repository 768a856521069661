# SPDX-License-Identifier: Apache-2.0
# argument: -DSOUPTRACE_LINK=/no/such/program
