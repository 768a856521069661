// SPDX-License-Identifier: Apache-2.0
#define MERGED_TEXT "bytes of a merged string"
