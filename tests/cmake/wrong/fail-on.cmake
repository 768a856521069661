# SPDX-License-Identifier: Apache-2.0
souptrace(REGISTER soup/register.json FAIL_ON Gates)
