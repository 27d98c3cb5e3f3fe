<#assign M = p?upper_case + "_MVE">
#if ${M}
/* Centred values * 2^20 * multiplier / 2^31, to nearest; that * 2^shift, to nearest, ties away from zero. */
static inline int32x4_t ${p}_k_addend(int32x4_t values, int32_t zero_point, int32_t multiplier, int32_t shift)
{
int32x4_t scaled = vqrdmulhq_n_s32(vshlq_n_s32(vsubq_n_s32(values, zero_point), 20), multiplier);

if (shift < 0)
{
scaled = vrshlq_n_s32(vaddq_s32(scaled, vshrq_n_s32(scaled, 31)), shift);
}
return scaled;
}
#else
static inline int32_t ${p}_k_addend(int32_t value, int32_t zero_point, int32_t multiplier, int32_t shift)
{
int32_t scaled = (int32_t)(((int64_t)((value - zero_point) * (1 << 20)) * multiplier + (1 << 30)) >> 31);

if (shift < 0)
{
scaled = (scaled + (scaled >> 31) + (1 << (-shift - 1))) >> -shift;
}
return scaled;
}
#endif

/* Scaled sums of two activations. */
static inline void ${p}_k_add(const int8_t *left, int32_t left_zero, int32_t left_multiplier, int32_t left_shift, const int8_t *right, int32_t right_zero, int32_t right_multiplier, int32_t right_shift, int32_t count, int32_t multiplier, int32_t shift, int32_t zero_point, int32_t minimum, int32_t maximum, int8_t *output)
{
#if ${M}
const int32x4_t multipliers = vdupq_n_s32(multiplier);
const int32x4_t shifts = vdupq_n_s32(shift);

while (count > 0)
{
const mve_pred16_t inside = vctp32q((uint32_t)count);
const int32x4_t a = ${p}_k_addend(vldrbq_z_s32(left, inside), left_zero, left_multiplier, left_shift);
const int32x4_t b = ${p}_k_addend(vldrbq_z_s32(right, inside), right_zero, right_multiplier, right_shift);

vstrbq_p_s32(output, ${p}_k_${section}(vaddq_s32(a, b), multipliers, shifts, zero_point, minimum, maximum), inside);
left += 4;
right += 4;
output += 4;
count -= 4;
}
#else
for (int32_t i = 0; i < count; i++)
{
const int32_t a = ${p}_k_addend(left[i], left_zero, left_multiplier, left_shift);
const int32_t b = ${p}_k_addend(right[i], right_zero, right_multiplier, right_shift);

output[i] = (int8_t)${p}_k_${section}(a + b, multiplier, shift, zero_point, minimum, maximum);
}
#endif
}
