# SPDX-License-Identifier: Apache-2.0
souptrace_component(SBOM vendor.cdx.json)
