/* SPDX-License-Identifier: Apache-2.0 */
#include "merged.h"
        .section .rodata.str1.1,"aMS",@progbits,1
        .globl merged_text
        .type merged_text,@object
merged_text:
        .string MERGED_TEXT
        .size merged_text, .-merged_text
        .section .note.GNU-stack,"",@progbits
