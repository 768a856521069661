# SPDX-License-Identifier: Apache-2.0
souptrace(OUTPUT_DIRECTORY "$<CONFIG>")
