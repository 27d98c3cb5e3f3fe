/*
 * What the verification harness needs from the machine it runs on.
 *
 * harness.c is portable; one of the ports below supplies these functions. Every source file is compiled for every
 * machine, and the macros defined here decide which of them is more than empty:
 *
 *   RT_HOST     a hosted C library: files through stdio                                  rt_host.c
 *   RT_ARM      bare Arm Cortex-M, files through semihosting                             rt_arm.c, rt_semihosting.c
 *   RT_RISCV    bare 32-bit RISC-V, files through semihosting                            rt_riscv.c, rt_semihosting.c
 *   RT_XTENSA   bare Xtensa with the call0 ABI, files through the simulator's simcalls   rt_xtensa.c
 *   RT_BARE     any of the last three: start of C, memory functions                      rt_bare.c
 *
 * A bare build is one compiled with -ffreestanding.
 */
#ifndef LOWRANK_RT_H
#define LOWRANK_RT_H

#include <stddef.h>
#include <stdint.h>

#if __STDC_HOSTED__
#define RT_HOST 1
#elif defined(__arm__)
#define RT_ARM 1
#define RT_BARE 1
#elif defined(__riscv)
#define RT_RISCV 1
#define RT_BARE 1
#elif defined(__XTENSA__)
#define RT_XTENSA 1
#define RT_BARE 1
#else
#error "no port of the verification harness for this machine"
#endif

/* Exit statuses. The sanitizers of a host build end the program with RT_SANITIZER. */
enum
{
    RT_OK = 0,
    RT_USAGE = 10,         /* host only: not called with an input and an output file */
    RT_INPUT_OPEN = 11,    /* the input file cannot be opened */
    RT_INPUT_SIZE = 12,    /* the input file is empty or does not hold a whole number of inputs */
    RT_INPUT_READ = 13,    /* the input file cannot be read */
    RT_OUTPUT_OPEN = 14,   /* the output file cannot be opened */
    RT_OUTPUT_WRITE = 15,  /* the output file cannot be written or closed */
    RT_GUARD = 16,         /* the model wrote outside its arena */
    RT_TENSOR_PLACE = 17,  /* a tensor the model reports is empty or not wholly inside the arena */
    RT_FAULT = 18,         /* the processor took a fault or an unexpected exception */
    RT_SANITIZER = 19      /* host only: the address or undefined-behaviour sanitizer stopped the program */
};

/* Opens a file; the result is a handle, or negative when it cannot be opened. Writing starts with an empty file. */
int rt_open_input(const char *name);
int rt_open_output(const char *name);

/* Fills the buffer unless the file ends first; returns the bytes read, or negative on an error. */
int32_t rt_read(int handle, void *buffer, int32_t bytes);

/* Writes all bytes; returns 0, or negative on an error. */
int rt_write(int handle, const void *buffer, int32_t bytes);

/* Returns 0, or negative when buffered bytes could not be written. */
int rt_close(int handle);

/* Prints to the standard error output (of the emulator, on a bare machine). */
void rt_print(const char *text);

/* Prints a number that is not negative, in decimal. */
static inline void rt_print_number(int32_t number)
{
    char digits[11];
    char *first = &digits[10];
    *first = '\0';
    do
    {
        first--;
        *first = (char)('0' + number % 10);
        number /= 10;
    }
    while (number > 0);
    rt_print(first);
}

/*
 * Where the instruction counter takes a reading. It does nothing. On a bare machine it lies at the fixed address
 * ORIGIN(ROM) + 0x100 (see link.ld). It is in another file than its callers, so it is never inlined.
 */
void rt_mark(void);

/* Where the stack of the function ends into which this is inlined; 0 on a host. */
static inline uintptr_t rt_stack_pointer(void)
{
    uintptr_t stack = 0;
#if defined(RT_ARM)
    __asm__ volatile("mov %0, sp" : "=r"(stack));
#elif defined(RT_RISCV)
    __asm__ volatile("mv %0, sp" : "=r"(stack));
#elif defined(RT_XTENSA)
    __asm__ volatile("mov %0, a1" : "=r"(stack));
#endif
    return stack;
}

#define RT_STACK_UNKNOWN (-1)
#define RT_PAINTED_STACK 65536

/* Paints RT_PAINTED_STACK bytes below its caller's stack, or less if there are less. */
void rt_paint_stack(void);

/* How far below an address the paint has been written over, bytes; RT_STACK_UNKNOWN on a host. */
int32_t rt_stack_touched(uintptr_t stack);

/* Lets the address sanitizer stop any access to these bytes, or allows access again; nothing in other builds. */
void rt_forbid_access(const void *from, size_t bytes);
void rt_allow_access(const void *from, size_t bytes);

/* The portable program, in harness.c: returns an exit status. */
int harness_run(const char *input_name, const char *output_name);

#ifdef RT_BARE
/* The rest is shared by the bare ports only. */

/* Ends the emulation with this exit status. */
void rt_exit(int status) __attribute__((noreturn));

/* Called by the start-up code with a stack and nothing else: prepares memory, runs the program and ends. */
void rt_start(void) __attribute__((noreturn));

/* Reports a fault and ends with RT_FAULT; the cause is the machine's own code for it. */
void rt_report_fault(uint32_t cause, uint32_t address) __attribute__((noreturn));
#endif

#endif
