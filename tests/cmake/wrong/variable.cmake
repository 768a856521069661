# SPDX-License-Identifier: Apache-2.0
# argument: -DSOUPTRACE_SAFETY_CLASS=D
