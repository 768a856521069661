/* SPDX-License-Identifier: Apache-2.0 */
#include "merged.h"
        .text
        .globl startup
        .type startup,@function
startup:
        xorl %eax, %eax
        ret
        .size startup, .-startup
        .section .note.GNU-stack,"",@progbits
