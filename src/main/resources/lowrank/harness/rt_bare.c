/* What every bare machine shares: the start of C, the memory functions a compiler may call, fault reports. */
#include "rt.h"

#ifdef RT_BARE
#include <string.h>

/* The files are looked up in the emulator's working directory. */
#ifndef INPUT_NAME
#define INPUT_NAME "input.bin"
#endif
#ifndef OUTPUT_NAME
#define OUTPUT_NAME "output.bin"
#endif

/* Without this GCC turns the loop in memset, say, into a call of memset. */
#define KEEP_LOOPS __attribute__((optimize("no-tree-loop-distribute-patterns")))

/* A word that may lie over objects of any type. */
typedef uint32_t __attribute__((may_alias)) any_word;

/* From link.ld. */
extern uint32_t link_data_load[];
extern uint32_t link_data_start[];
extern uint32_t link_data_end[];
extern uint32_t link_bss_start[];
extern uint32_t link_bss_end[];

__attribute__((noinline, section(".text.rt_mark"))) void rt_mark(void)
{
    __asm__ volatile("" ::: "memory");
}

void rt_forbid_access(const void *from, size_t bytes)
{
    (void)from;
    (void)bytes;
}

void rt_allow_access(const void *from, size_t bytes)
{
    (void)from;
    (void)bytes;
}

#define STACK_PAINT 0x9E3779B9u

/* The lowest word to be painted below an address. */
static volatile uint32_t *end_of_paint(uintptr_t stack)
{
    uintptr_t variables = (uintptr_t)link_bss_end;
    return (uint32_t *)(stack - variables > RT_PAINTED_STACK ? stack - RT_PAINTED_STACK : variables);
}

/* It calls nothing and keeps all in registers: what it paints begins where its caller's stack ends, or close to it. */
__attribute__((noinline)) void rt_paint_stack(void)
{
    uintptr_t stack = rt_stack_pointer();
    for (volatile uint32_t *word = end_of_paint(stack); (uintptr_t)word < stack; word++)
    {
        *word = STACK_PAINT;
    }
}

__attribute__((noinline)) int32_t rt_stack_touched(uintptr_t stack)
{
    const volatile uint32_t *word = end_of_paint(stack);
    while ((uintptr_t)word < stack && *word == STACK_PAINT)
    {
        word++;
    }
    return (int32_t)(stack - (uintptr_t)word);
}

KEEP_LOOPS void rt_start(void)
{
    const uint32_t *from = link_data_load;
    for (uint32_t *to = link_data_start; to < link_data_end; to++)
    {
        *to = *from;
        from++;
    }
    for (uint32_t *to = link_bss_start; to < link_bss_end; to++)
    {
        *to = 0;
    }
    rt_exit(harness_run(INPUT_NAME, OUTPUT_NAME));
}

static void print_hexadecimal(uint32_t number)
{
    char text[11] = "0x";
    for (int i = 0; i < 8; i++)
    {
        text[2 + i] = "0123456789abcdef"[number >> (28 - 4 * i) & 15];
    }
    text[10] = '\0';
    rt_print(text);
}

void rt_report_fault(uint32_t cause, uint32_t address)
{
    rt_print("harness: processor fault, cause ");
    print_hexadecimal(cause);
    rt_print(", at ");
    print_hexadecimal(address);
    rt_print("\n");
    rt_exit(RT_FAULT);
}

KEEP_LOOPS void *memcpy(void *restrict destination, const void *restrict source, size_t count)
{
    uint8_t *to = destination;
    const uint8_t *from = source;
    if ((((uintptr_t)to | (uintptr_t)from) & 3) == 0)
    {
        for (; count >= 4; count -= 4)
        {
            *(any_word *)(void *)to = *(const any_word *)(const void *)from;
            to += 4;
            from += 4;
        }
    }
    for (; count > 0; count--)
    {
        *to = *from;
        to++;
        from++;
    }
    return destination;
}

KEEP_LOOPS void *memmove(void *destination, const void *source, size_t count)
{
    uint8_t *to = destination;
    const uint8_t *from = source;
    if ((uintptr_t)to - (uintptr_t)from >= count)
    {
        return memcpy(destination, source, count);
    }
    while (count > 0)
    {
        count--;
        to[count] = from[count];
    }
    return destination;
}

KEEP_LOOPS void *memset(void *destination, int value, size_t count)
{
    uint8_t *to = destination;
    uint32_t word = 0x01010101u * (uint8_t)value;
    for (; count > 0 && ((uintptr_t)to & 3) != 0; count--)
    {
        *to = (uint8_t)value;
        to++;
    }
    for (; count >= 4; count -= 4)
    {
        *(any_word *)(void *)to = word;
        to += 4;
    }
    for (; count > 0; count--)
    {
        *to = (uint8_t)value;
        to++;
    }
    return destination;
}

KEEP_LOOPS int memcmp(const void *left, const void *right, size_t count)
{
    const uint8_t *a = left;
    const uint8_t *b = right;
    for (size_t i = 0; i < count; i++)
    {
        if (a[i] != b[i])
        {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

/* GCC recognises loops over texts, too. */
KEEP_LOOPS size_t strlen(const char *text)
{
    size_t length = 0;
    while (text[length] != '\0')
    {
        length++;
    }
    return length;
}
#endif
