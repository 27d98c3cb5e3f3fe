<#macro tap x>
__asm__ volatile(
"${section.lanes.halfwords()?then("vldrh.u16", "vldrb.s16")} q0, [%[x]]\n\t"
"vldrb.s16 q1, [%[w]], #8\n\t"
"vmullb.s16 q2, q0, q1\n\t"
"vmullt.s16 q0, q0, q1\n\t"
"vadd.i32 %q[even], %q[even], q2\n\t"
"vadd.i32 %q[odd], %q[odd], q0\n\t"
: [even] "+w"(even), [odd] "+w"(odd), [w] "+l"(w)
: [x] "l"(${x})
: "q0", "q1", "q2", "memory");
</#macro>
/*
 * One pixel of a ${section.rows}x${section.columns} depthwise convolution, eight channels at a time; for a last block that is not
 * full, the channels before are done again. The tables hold for every block channels 0, 2, 4 and 6
 * before the others.
 */
static void ${p}_k_${section.function}(const ${section.lanes.type()} *input, <#if section.rowStep>int32_t row_step, </#if><#if section.columnStep>int32_t column_step, </#if>const int8_t *w, const int32_t *bias, const int32_t *multipliers, const int8_t *shifts, int32_t zero_point, int32_t minimum, int32_t maximum, int32_t channels, ${section.scale.type()} *output)
{
for (int32_t channel = 0; channel < channels; channel += 8)
{
const int32_t first = channel > channels - 8 ? channels - 8 : channel;
#if ${p?upper_case}_MVE
const ${section.lanes.type()} *x = &input[first];
int32x4_t even = vldrwq_s32(bias);
int32x4_t odd = vldrwq_s32(&bias[4]);

<#if section.writtenOut>
<#list section.taps as t>
<@tap t.place/>
<#if t.rowEnd>
x += row_step;
</#if>
</#list>
<#else>
for (int32_t row = 0; row < ${section.rows}; row++)
{
const ${section.lanes.type()} *from = x;

for (int32_t column = 0; column < ${section.columns}; column++)
{
<@tap "from"/>
from += column_step;
}
x += row_step;
}
</#if>
even = ${p}_k_${section.scale.name()}(even, vldrwq_s32(multipliers), vldrbq_s32(shifts), zero_point, minimum, maximum);
odd = ${p}_k_${section.scale.name()}(odd, vldrwq_s32(&multipliers[4]), vldrbq_s32(&shifts[4]), zero_point, minimum, maximum);
${section.scale.halfwords()?then("vstrhq_s16", "vstrbq_s16")}(&output[first], vmovntq_s32(vreinterpretq_s16_s32(even), odd));
#else
for (int32_t i = 0; i < 8; i++)
{
const int32_t place = i % 2 * 4 + i / 2;
int32_t sum = bias[place];

for (int32_t k = 0; k < ${section.count}; k++)
{
sum += input[<#if section.rowStep>k / ${section.columns} * row_step + </#if><#if section.columnStep>k % ${section.columns} * column_step + </#if>first + i] * w[k * 8 + i];
}
output[first + i] = (${section.scale.type()})${p}_k_${section.scale.name()}(sum, multipliers[place], shifts[place], zero_point, minimum, maximum);
}
w += ${section.weights};
#endif
bias += 8;
multipliers += 8;
shifts += 8;
}
}
