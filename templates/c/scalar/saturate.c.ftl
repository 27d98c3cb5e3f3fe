/* Half of the value, rounded down, as the nearest int8. */
static inline int32_t ${p}_k_saturated_half(int32_t value)
{
#if ${p?upper_case}_ASM == 7
int32_t result;

__asm__("ssat %0, #8, %1, asr #1" : "=r"(result) : "r"(value));
return result;
#else
return value < -256 ? -128 : value > 255 ? 127 : value >> 1;
#endif
}
