#if !${p?upper_case}_DSP
/* Bytes 0 and 2 of a word, sign-extended to lanes. */
static inline uint32_t ${p}_k_extended(uint32_t word)
{
const uint32_t low = ((word & 0xffu) ^ 0x80u) - 0x80u;
const uint32_t high = ((word >> 16 & 0xffu) ^ 0x80u) - 0x80u;

return (low & 0xffffu) | high << 16;
}

/* One lane as a number. */
static inline int32_t ${p}_k_lane(uint32_t lane)
{
return (int32_t)((lane & 0xffffu) ^ 0x8000u) - 0x8000;
}
#endif

/* Bytes 0 and 2 of a word as lanes. */
static inline uint32_t ${p}_k_even(uint32_t word)
{
#if ${p?upper_case}_DSP
uint32_t lanes;

__asm__("sxtb16 %0, %1" : "=r"(lanes) : "r"(word));
return lanes;
#else
return ${p}_k_extended(word);
#endif
}

/* Bytes 1 and 3 of a word as lanes. */
static inline uint32_t ${p}_k_odd(uint32_t word)
{
#if ${p?upper_case}_DSP
uint32_t lanes;

__asm__("sxtb16 %0, %1, ror #8" : "=r"(lanes) : "r"(word));
return lanes;
#else
return ${p}_k_extended(word >> 8);
#endif
}
