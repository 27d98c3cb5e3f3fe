/* Two values as a word, the first in the lower half; they need not be aligned to words. */
static inline uint32_t ${p}_k_halfwords(const int16_t *values)
{
#if ${p?upper_case}_DSP
uint32_t word;

__builtin_memcpy(&word, values, 4);
return word;
#else
return (uint32_t)(uint16_t)values[0] | (uint32_t)(uint16_t)values[1] << 16;
#endif
}

/* The lower halves of two words as lanes. */
static inline uint32_t ${p}_k_lower(uint32_t first, uint32_t second)
{
#if ${p?upper_case}_DSP
uint32_t lanes;

__asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(lanes) : "r"(first), "r"(second));
return lanes;
#else
return (first & 0xffffu) | second << 16;
#endif
}

/* The upper halves. */
static inline uint32_t ${p}_k_higher(uint32_t first, uint32_t second)
{
#if ${p?upper_case}_DSP
uint32_t lanes;

__asm__("pkhtb %0, %1, %2, asr #16" : "=r"(lanes) : "r"(second), "r"(first));
return lanes;
#else
return first >> 16 | (second & 0xffff0000u);
#endif
}
