/*
 * Start-up of bare 32-bit RISC-V: stack, global pointer, trap handler.
 *
 * The control registers' instructions are allowed here by .option arch and not by -march=rv32imc_zicsr: with that flag
 * GCC 12 of Debian finds no fitting library folder and links the libgcc for 64 bits.
 */
#include "rt.h"

#ifdef RT_RISCV

void rt_trap(void);

/* At the start of the ROM, where the processor begins. */
__asm__(
    ".section .vectors, \"ax\"\n"
    ".globl _start\n"
    "_start:\n"
    "    .option push\n"
    "    .option arch, +zicsr\n"
    "    .option norelax\n"
    "    la gp, __global_pointer$\n"
    "    la sp, link_stack_top\n"
    "    la t0, rt_trap_entry\n"
    "    csrw mtvec, t0\n"
    "    .option pop\n"
    "    j rt_start\n"
    "    .balign 4\n"
    "rt_trap_entry:\n"
    "    j rt_trap\n"
    ".text\n");

__attribute__((used, noreturn)) void rt_trap(void)
{
    uint32_t cause;
    uint32_t address;
    __asm__ volatile(
        ".option push\n"
        ".option arch, +zicsr\n"
        "csrr %0, mcause\n"
        "csrr %1, mepc\n"
        ".option pop\n"
        : "=r"(cause), "=r"(address));
    rt_report_fault(cause, address);
}
#else
typedef int rt_riscv_is_not_used_here;
#endif
