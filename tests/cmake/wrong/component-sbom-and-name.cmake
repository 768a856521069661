# SPDX-License-Identifier: Apache-2.0
souptrace_component(NAME x SBOM file.c)
