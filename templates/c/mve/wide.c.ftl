<#assign M = p?upper_case + "_MVE">
<#macro pair first second>
__asm__ volatile(
"vldrb.8 q0, [%[x]]\n\t"
"vldrb.8 q1, [%[w]], #16\n\t"
"vmullb.s8 q2, q0, q1\n\t"
"vmullt.s8 q3, q0, q1\n\t"
<#if second != "">
"vldrb.8 q0, [%[y]]\n\t"
"vldrb.8 q1, [%[w]]\n\t"
"vmullb.s8 q1, q0, q1\n\t"
"vadd.i16 q2, q2, q1\n\t"
"vldrb.8 q1, [%[w]], #16\n\t"
"vmullt.s8 q1, q0, q1\n\t"
"vadd.i16 q3, q3, q1\n\t"
</#if>
"vmovlb.s16 q0, q2\n\t"
"vmovlt.s16 q1, q2\n\t"
"vadd.i32 %q[a], %q[a], q0\n\t"
"vadd.i32 %q[b], %q[b], q1\n\t"
"vmovlb.s16 q0, q3\n\t"
"vmovlt.s16 q1, q3\n\t"
"vadd.i32 %q[c], %q[c], q0\n\t"
"vadd.i32 %q[d], %q[d], q1\n\t"
: [a] "+w"(a), [b] "+w"(b), [c] "+w"(c), [d] "+w"(d), [w] "+r"(w)
: [x] "r"(${first})<#if second != "">, [y] "r"(${second})</#if>
: "q0", "q1", "q2", "q3", "memory");
</#macro>
/*
 * One pixel of a ${section.rows}x${section.columns} depthwise convolution, sixteen channels at a time; for a last block that is not
 * full, the channels before are done again. Two products, of weights of at least -127, have a sum of
 * 16 bits. The tables hold for every block channels 0, 4, 8 and 12, then those from 2, from 1 and from 3.
 */
static void ${p}_k_${section.function}(const int8_t *input, <#if section.rowStep>int32_t row_step, </#if><#if section.columnStep>int32_t column_step, </#if>const int8_t *w, const int32_t *bias, const int32_t *multipliers, const int8_t *shifts, int32_t zero_point, int32_t minimum, int32_t maximum, int32_t channels, int8_t *output)
{
for (int32_t channel = 0; channel < channels; channel += 16)
{
const int32_t first = channel > channels - 16 ? channels - 16 : channel;
#if ${M}
const int8_t *const x0 = &input[first];
<#list 1..<section.rows as row>
const int8_t *const x${row} = x${row - 1} + row_step;
</#list>
int32x4_t a = vldrwq_s32(bias);
int32x4_t b = vldrwq_s32(&bias[4]);
int32x4_t c = vldrwq_s32(&bias[8]);
int32x4_t d = vldrwq_s32(&bias[12]);
int16x8_t even;
int16x8_t odd;
int8x16_t bytes;

<#list section.pairs as two>
<@pair two.first two.second/>
</#list>
a = ${p}_k_shifted_${section.scale.suffix()}(a, vldrwq_s32(multipliers), vldrbq_s32(shifts));
b = ${p}_k_shifted_${section.scale.suffix()}(b, vldrwq_s32(&multipliers[4]), vldrbq_s32(&shifts[4]));
even = vqaddq_n_s16(vqmovntq_s32(vqmovnbq_s32(vreinterpretq_s16_s32(a), a), b), (int16_t)zero_point);
c = ${p}_k_shifted_${section.scale.suffix()}(c, vldrwq_s32(&multipliers[8]), vldrbq_s32(&shifts[8]));
d = ${p}_k_shifted_${section.scale.suffix()}(d, vldrwq_s32(&multipliers[12]), vldrbq_s32(&shifts[12]));
odd = vqaddq_n_s16(vqmovntq_s32(vqmovnbq_s32(vreinterpretq_s16_s32(c), c), d), (int16_t)zero_point);
bytes = vqmovntq_s16(vqmovnbq_s16(vreinterpretq_s8_s16(even), even), odd);
bytes = vminq_s8(vmaxq_s8(bytes, vdupq_n_s8((int8_t)minimum)), vdupq_n_s8((int8_t)maximum));
vstrbq_s8(&output[first], bytes);
#else
for (int32_t i = 0; i < 16; i++)
{
const int32_t place = (i % 2 * 2 + i / 2 % 2) * 4 + i / 4;
int32_t sum = bias[place];

for (int32_t k = 0; k < ${section.count}; k++)
{
sum += input[<#if section.rowStep>k / ${section.columns} * row_step + </#if><#if section.columnStep>k % ${section.columns} * column_step + </#if>first + i] * w[k * 16 + i];
}
output[first + i] = (int8_t)${p}_k_${section.scale.name()}(sum, multipliers[place], shifts[place], zero_point, minimum, maximum);
}
w += ${section.weights};
#endif
bias += 16;
multipliers += 16;
shifts += 16;
}
}
