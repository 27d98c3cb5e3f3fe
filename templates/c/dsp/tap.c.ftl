#if !${p?upper_case}_DSP
/* The lowest byte as a number. */
static inline int32_t ${p}_k_byte(uint32_t word)
{
return (int32_t)((word & 0xffu) ^ 0x80u) - 0x80;
}
#endif

/* Adds the products of four channels at one tap. */
static inline void ${p}_k_tap(uint32_t word, const uint32_t **w, int32_t *a, int32_t *b, int32_t *c, int32_t *d)
{
#if ${p?upper_case}_DSP
uint32_t even;
uint32_t even_weights;
uint32_t odd_weights;

__asm__ volatile(
"ldr %[ow], [%[w]], #4\n\t"
"sxtb16 %[e], %[x]\n\t"
"sxtb16 %[x], %[x], ror #8\n\t"
"sxtb16 %[ew], %[ow]\n\t"
"sxtb16 %[ow], %[ow], ror #8\n\t"
"smlabb %[a], %[e], %[ew], %[a]\n\t"
"smlabb %[b], %[x], %[ow], %[b]\n\t"
"smlatt %[c], %[e], %[ew], %[c]\n\t"
"smlatt %[d], %[x], %[ow], %[d]\n\t"
: [a] "+r"(*a), [b] "+r"(*b), [c] "+r"(*c), [d] "+r"(*d), [x] "+r"(word), [w] "+r"(*w), [e] "=&r"(even), [ew] "=&r"(even_weights), [ow] "=&r"(odd_weights)
:
: "memory");
#else
*a += ${p}_k_byte(word) * ${p}_k_byte(**w);
*b += ${p}_k_byte(word >> 8) * ${p}_k_byte(**w >> 8);
*c += ${p}_k_byte(word >> 16) * ${p}_k_byte(**w >> 16);
*d += ${p}_k_byte(word >> 24) * ${p}_k_byte(**w >> 24);
(*w)++;
#endif
}
