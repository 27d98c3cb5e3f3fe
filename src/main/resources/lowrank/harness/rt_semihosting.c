/*
 * Files and exit on bare Arm and RISC-V through semihosting: the program stops at an agreed instruction, and the
 * emulator does what the operation number and the block of arguments say ("Semihosting for AArch32 and AArch64", Arm;
 * "RISC-V Semihosting", RISC-V International).
 */
#include "rt.h"

#if defined(RT_ARM) || defined(RT_RISCV)

enum
{
    SYS_OPEN = 0x01,
    SYS_CLOSE = 0x02,
    SYS_WRITE0 = 0x04,
    SYS_WRITE = 0x05,
    SYS_READ = 0x06,
    SYS_EXIT_EXTENDED = 0x20
};

/* Modes of SYS_OPEN: places in the list r, rb, r+, r+b, w, wb, .. of fopen. */
enum
{
    OPEN_RB = 1,
    OPEN_WB = 5
};

/* The reason for SYS_EXIT_EXTENDED: the application ended by itself. */
#define STOPPED_APPLICATION_EXIT 0x20026u

#ifdef RT_ARM
static int32_t call_host(uint32_t operation, const void *arguments)
{
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = arguments;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return (int32_t)r0;
}
#else
/* The three instructions must be uncompressed and within one page. */
__attribute__((noinline)) static int32_t call_host(uint32_t operation, const void *arguments)
{
    register uint32_t a0 __asm__("a0") = operation;
    register const void *a1 __asm__("a1") = arguments;
    __asm__ volatile(
        ".option push\n"
        ".option norvc\n"
        ".balign 16\n"
        "slli x0, x0, 0x1f\n"
        "ebreak\n"
        "srai x0, x0, 7\n"
        ".option pop\n"
        : "+r"(a0)
        : "r"(a1)
        : "memory");
    return (int32_t)a0;
}
#endif

static int open_file(const char *name, uint32_t mode)
{
    uint32_t length = 0;
    while (name[length] != '\0')
    {
        length++;
    }
    uint32_t arguments[3] = {(uint32_t)(uintptr_t)name, mode, length};
    return (int)call_host(SYS_OPEN, arguments);
}

int rt_open_input(const char *name)
{
    return open_file(name, OPEN_RB);
}

int rt_open_output(const char *name)
{
    return open_file(name, OPEN_WB);
}

/* SYS_READ and SYS_WRITE return how many bytes are left undone. */
int32_t rt_read(int handle, void *buffer, int32_t bytes)
{
    uint8_t *to = buffer;
    int32_t left = bytes;
    while (left > 0)
    {
        uint32_t arguments[3] = {(uint32_t)handle, (uint32_t)(uintptr_t)to, (uint32_t)left};
        int32_t undone = call_host(SYS_READ, arguments);
        if (undone < 0 || undone > left)
        {
            return -1;
        }
        if (undone == left)
        {
            break;
        }
        to += left - undone;
        left = undone;
    }
    return bytes - left;
}

int rt_write(int handle, const void *buffer, int32_t bytes)
{
    const uint8_t *from = buffer;
    int32_t left = bytes;
    while (left > 0)
    {
        uint32_t arguments[3] = {(uint32_t)handle, (uint32_t)(uintptr_t)from, (uint32_t)left};
        int32_t undone = call_host(SYS_WRITE, arguments);
        if (undone < 0 || undone >= left)
        {
            return -1;
        }
        from += left - undone;
        left = undone;
    }
    return 0;
}

int rt_close(int handle)
{
    uint32_t arguments[1] = {(uint32_t)handle};
    return call_host(SYS_CLOSE, arguments) == 0 ? 0 : -1;
}

void rt_print(const char *text)
{
    call_host(SYS_WRITE0, text);
}

void rt_exit(int status)
{
    uint32_t arguments[2] = {STOPPED_APPLICATION_EXIT, (uint32_t)status};
    for (;;)
    {
        call_host(SYS_EXIT_EXTENDED, arguments);
    }
}
#else
typedef int rt_semihosting_is_not_used_here;
#endif
