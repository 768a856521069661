# SPDX-License-Identifier: Apache-2.0
souptrace_component(NAME x PURL generic/x@1 PATHS file.c)
