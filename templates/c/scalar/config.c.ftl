/*
 * Whether the core gives both halves of a 64-bit product; else they are put together from 16-bit
 * factors, with the same result.
 */
#if defined(${p?upper_case}_LONG)
#elif defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_8M_BASE__) || defined(__XTENSA_CALL0_ABI__)
#define ${p?upper_case}_LONG 0
#else
#define ${p?upper_case}_LONG 1
#endif

/*
 * The architecture that inner loops are written for, in plain C if 0: with another compiler, and in
 * builds without optimisation, or on Armv6-M for size, which leave too few registers. If a compiler
 * says that there are too few, as GCC does under -fno-omit-frame-pointer, define ${p?upper_case}_ASM as 0.
 */
#if defined(${p?upper_case}_ASM)
#elif !defined(__GNUC__) || defined(__clang__) || !defined(__OPTIMIZE__)
#define ${p?upper_case}_ASM 0
#elif defined(__ARM_ARCH_6M__) && !defined(__OPTIMIZE_SIZE__)
#define ${p?upper_case}_ASM 6
#elif defined(__ARM_ARCH_7M__)
#define ${p?upper_case}_ASM 7
#else
#define ${p?upper_case}_ASM 0
#endif
