#if !${p?upper_case}_DSP
/* The lowest byte as a number. */
static inline int32_t ${p}_k_lowest(uint32_t word)
{
return (int32_t)((word & 0xffu) ^ 0x80u) - 0x80;
}
#endif

/* Adds the products of four channels at one tap, of which a word of weights holds one each. */
static inline void ${p}_k_halfword_tap(const int16_t *x, const uint32_t **w, int32_t *a, int32_t *b, int32_t *c, int32_t *d)
{
#if ${p?upper_case}_DSP
uint32_t first = ${p}_k_halfwords(x);
uint32_t second = ${p}_k_halfwords(&x[2]);
uint32_t even;
uint32_t odd;

__asm__ volatile(
"ldr %[odd], [%[w]], #4\n\t"
"sxtb16 %[even], %[odd]\n\t"
"sxtb16 %[odd], %[odd], ror #8\n\t"
"smlabb %[a], %[first], %[even], %[a]\n\t"
"smlatb %[b], %[first], %[odd], %[b]\n\t"
"smlabt %[c], %[second], %[even], %[c]\n\t"
"smlatt %[d], %[second], %[odd], %[d]\n\t"
: [a] "+r"(*a), [b] "+r"(*b), [c] "+r"(*c), [d] "+r"(*d), [w] "+r"(*w), [even] "=&r"(even), [odd] "=&r"(odd)
: [first] "r"(first), [second] "r"(second)
: "memory");
#else
*a += x[0] * ${p}_k_lowest(**w);
*b += x[1] * ${p}_k_lowest(**w >> 8);
*c += x[2] * ${p}_k_lowest(**w >> 16);
*d += x[3] * ${p}_k_lowest(**w >> 24);
(*w)++;
#endif
}
