/*
 * Vectors of 16 bytes. What uses them is written twice: for cores with the vector extension, and in
 * plain C with the same result for other machines.
 */
#if defined(__ARM_FEATURE_MVE) && (__ARM_FEATURE_MVE & 1) && defined(__OPTIMIZE__) && !defined(__clang__)
#define ${p?upper_case}_MVE 1
#include <arm_mve.h>
#else
#define ${p?upper_case}_MVE 0
#endif
