/*
 * Port for a bare Xtensa core in QEMU's "sim" machine: start-up, exception handler, and files through the simcall
 * instruction (the call's number in a2, its arguments in a3 to a5; the result in a2, the error code in a3).
 */
#include "rt.h"

#ifdef RT_XTENSA

enum
{
    SYS_EXIT = 1,
    SYS_READ = 3,
    SYS_WRITE = 4,
    SYS_OPEN = 5,
    SYS_CLOSE = 6
};

/* Flags of SYS_OPEN: those of Linux on the machine the emulator runs on. */
enum
{
    OPEN_READ = 0,
    OPEN_WRITE_CREATE_TRUNCATE = 01 | 0100 | 01000
};

#define OPEN_PERMISSIONS 0644
#define STANDARD_ERROR 2

void rt_exception(void);

/*
 * At the start of the ROM, where the processor begins. The exception vectors are put over the same bytes (VECBASE):
 * whatever the exception, one of the jumps at a multiple of 16 is taken. In the state after reset exceptions count as
 * double ones, which do not record where they arose: the PS written here ends that state. (A break instruction, which
 * __builtin_trap() is here, counts as another kind and is reported with cause 0 and address 0.)
 */
__asm__(
    ".section .vectors, \"ax\"\n"
    "    j _start\n"
    ".rept 15\n"
    "    .balign 16\n"
    "    j rt_exception_entry\n"
    ".endr\n"
    ".section .text.start, \"ax\"\n"
    "    .balign 4\n"
    "start_vectors: .word link_rom_start\n"
    "start_stack: .word link_stack_top\n"
    "start_main: .word rt_start\n"
    "start_exception: .word rt_exception\n"
    ".globl _start\n"
    "    .balign 4\n"
    "_start:\n"
    "    l32r a2, start_vectors\n"
    "    wsr a2, vecbase\n"
    "    movi a2, 0x20\n"
    "    wsr a2, ps\n"
    "    rsync\n"
    "    l32r a1, start_stack\n"
    "    l32r a2, start_main\n"
    "    jx a2\n"
    "    .balign 4\n"
    "rt_exception_entry:\n"
    "    l32r a1, start_stack\n"
    "    l32r a2, start_exception\n"
    "    jx a2\n"
    ".text\n");

__attribute__((used, noreturn)) void rt_exception(void)
{
    uint32_t cause;
    uint32_t address;
    __asm__ volatile("rsr %0, exccause" : "=r"(cause));
    __asm__ volatile("rsr %0, epc1" : "=r"(address));
    rt_report_fault(cause, address);
}

static int32_t call_host(int32_t number, uint32_t first, uint32_t second, uint32_t third)
{
    register int32_t a2 __asm__("a2") = number;
    register uint32_t a3 __asm__("a3") = first;
    register uint32_t a4 __asm__("a4") = second;
    register uint32_t a5 __asm__("a5") = third;
    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
    return a2;
}

int rt_open_input(const char *name)
{
    return (int)call_host(SYS_OPEN, (uint32_t)(uintptr_t)name, OPEN_READ, 0);
}

int rt_open_output(const char *name)
{
    return (int)call_host(SYS_OPEN, (uint32_t)(uintptr_t)name, OPEN_WRITE_CREATE_TRUNCATE, OPEN_PERMISSIONS);
}

int32_t rt_read(int handle, void *buffer, int32_t bytes)
{
    uint8_t *to = buffer;
    int32_t left = bytes;
    while (left > 0)
    {
        int32_t done = call_host(SYS_READ, (uint32_t)handle, (uint32_t)(uintptr_t)to, (uint32_t)left);
        if (done < 0 || done > left)
        {
            return -1;
        }
        if (done == 0)
        {
            break;
        }
        to += done;
        left -= done;
    }
    return bytes - left;
}

int rt_write(int handle, const void *buffer, int32_t bytes)
{
    const uint8_t *from = buffer;
    int32_t left = bytes;
    while (left > 0)
    {
        int32_t done = call_host(SYS_WRITE, (uint32_t)handle, (uint32_t)(uintptr_t)from, (uint32_t)left);
        if (done <= 0 || done > left)
        {
            return -1;
        }
        from += done;
        left -= done;
    }
    return 0;
}

int rt_close(int handle)
{
    return call_host(SYS_CLOSE, (uint32_t)handle, 0, 0) == 0 ? 0 : -1;
}

void rt_print(const char *text)
{
    int32_t length = 0;
    while (text[length] != '\0')
    {
        length++;
    }
    rt_write(STANDARD_ERROR, text, length);
}

void rt_exit(int status)
{
    for (;;)
    {
        call_host(SYS_EXIT, (uint32_t)status, 0, 0);
    }
}
#else
typedef int rt_xtensa_is_not_used_here;
#endif
