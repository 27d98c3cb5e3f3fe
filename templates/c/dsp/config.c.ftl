/*
 * Arithmetic on two 16-bit lanes of a word. It is written twice: for cores with the DSP extension,
 * and in plain C with the same result for other machines, for other compilers, and for builds
 * without optimisation, which leave too few registers. If a compiler says that there are too few,
 * as GCC does under -fno-omit-frame-pointer, define ${p?upper_case}_DSP as 0.
 */
#if defined(${p?upper_case}_DSP)
#elif defined(__ARM_FEATURE_DSP) && defined(__GNUC__) && defined(__OPTIMIZE__)
#define ${p?upper_case}_DSP 1
#else
#define ${p?upper_case}_DSP 0
#endif

/* Four bytes as a little-endian word; they need not be aligned. Not every network needs it. */
#if defined(__clang__)
__attribute__((unused))
#endif
static inline uint32_t ${p}_k_word(const int8_t *bytes)
{
#if ${p?upper_case}_DSP
uint32_t word;

__builtin_memcpy(&word, bytes, 4);
return word;
#else
const uint32_t low = (uint32_t)(uint8_t)bytes[0] | (uint32_t)(uint8_t)bytes[1] << 8;

return low | (uint32_t)(uint8_t)bytes[2] << 16 | (uint32_t)(uint8_t)bytes[3] << 24;
#endif
}
