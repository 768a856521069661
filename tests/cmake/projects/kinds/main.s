    .globl main
main:
    ret
    .section .note.GNU-stack,"",%progbits
