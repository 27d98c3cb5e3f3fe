/* Start-up of bare Arm Cortex-M: vector table, coprocessors, fault handler. */
#include "rt.h"

#ifdef RT_ARM

/* System control block. */
#define VTOR (*(volatile uint32_t *)0xE000ED08u)
#define CCR (*(volatile uint32_t *)0xE000ED14u)
#define CFSR (*(volatile uint32_t *)0xE000ED28u)
#define CPACR (*(volatile uint32_t *)0xE000ED88u)

#define CCR_UNALIGN_TRP (1u << 3)
#define CCR_DIV_0_TRP (1u << 4)
#define CCR_LOB (1u << 19)
#define CPACR_CP10_CP11 (0xFu << 20)

/* From link.ld: the first address above the stack. */
extern uint32_t link_stack_top[];

void _start(void);
void rt_fault_entry(void);
void rt_fault(const uint32_t *frame) __attribute__((noreturn));

typedef void (*vector)(void);

/* The first 16 entries are the processor's; interrupts stay off, so there are no others. */
__attribute__((used, section(".vectors"))) static const vector vectors[16] = {
    (vector)(uintptr_t)link_stack_top,
    _start,
    rt_fault_entry, /* non-maskable interrupt */
    rt_fault_entry, /* hard fault */
    rt_fault_entry, /* memory management */
    rt_fault_entry, /* bus */
    rt_fault_entry, /* usage */
    rt_fault_entry, /* secure */
    0,
    0,
    0,
    rt_fault_entry, /* supervisor call */
    rt_fault_entry, /* debug monitor */
    0,
    rt_fault_entry, /* pendable request */
    rt_fault_entry, /* timer */
};

#ifdef RT_BOOT_AT_ZERO
/* For a machine whose processor looks for its first vector table at address 0, where the ROM of memory.ld is not. */
__attribute__((used, section(".boot"))) static const vector boot_vectors[2] = {
    (vector)(uintptr_t)link_stack_top,
    _start,
};
#endif

void _start(void)
{
    VTOR = (uint32_t)(uintptr_t)vectors;
#if __ARM_ARCH == 6
    /* An ARMv6-M core always faults on unaligned access; a larger core which executes its code is told to. */
    CCR |= CCR_UNALIGN_TRP;
#else
    CCR |= CCR_DIV_0_TRP;
#endif
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
    CPACR |= CPACR_CP10_CP11;
#endif
#ifdef __ARM_FEATURE_MVE
    CCR |= CCR_LOB; /* the low-overhead loops of the same architecture */
#endif
    __asm__ volatile("dsb\n\tisb" ::: "memory");
    rt_start();
}

/* The processor has pushed r0-r3, r12, lr, pc and xpsr: the frame rt_fault looks at. */
__attribute__((naked)) void rt_fault_entry(void)
{
    __asm__ volatile("mov r0, sp\n\tbl rt_fault");
}

void rt_fault(const uint32_t *frame)
{
    rt_report_fault(CFSR, frame[6]);
}
#else
typedef int rt_arm_is_not_used_here;
#endif
