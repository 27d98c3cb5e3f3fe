/* The upper word of a product, to nearest, ties upwards. */
static inline int32_t ${p}_k_upper(int32_t left, int32_t right)
{
#if ${p?upper_case}_DSP
int32_t result;

__asm__("smmulr %0, %1, %2" : "=r"(result) : "r"(left), "r"(right));
return result;
#else
return (int32_t)(((int64_t)left * right + 2147483648) >> 32);
#endif
}
