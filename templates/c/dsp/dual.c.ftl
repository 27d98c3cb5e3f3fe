/* The sum and the products of both lanes. */
static inline int32_t ${p}_k_dual(uint32_t left, uint32_t right, int32_t sum)
{
#if ${p?upper_case}_DSP
int32_t result;

__asm__("smlad %0, %1, %2, %3" : "=r"(result) : "r"(left), "r"(right), "r"(sum));
return result;
#else
return sum + ${p}_k_lane(left) * ${p}_k_lane(right) + ${p}_k_lane(left >> 16) * ${p}_k_lane(right >> 16);
#endif
}
