# SPDX-License-Identifier: Apache-2.0
souptrace(CYCLONEDX 1.5)
