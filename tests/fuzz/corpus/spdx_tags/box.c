/****
 * Copyright A
 * SPDX-License-Identifier: GPL-2.0+   *
 ****/
const char* a = "/* SPDX-License-Identifier: MIT";
