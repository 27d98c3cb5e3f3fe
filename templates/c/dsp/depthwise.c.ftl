<#assign type = section.halfwords?then("int16_t", "int8_t")>
<#macro tap x>
<#if section.halfwords>
${p}_k_halfword_tap(${x}, &w, &a, &b, &c, &d);
<#else>
${p}_k_tap(${p}_k_word(${x}), &w, &a, &b, &c, &d);
</#if>
</#macro>
/*
 * One pixel of a ${section.rows}x${section.columns} depthwise convolution, four channels at a time; of a last block that is not full,
 * the channels before are done again. A word of weights holds four channels.
 */
static void ${p}_k_${section.shared.function}(const ${type} *input, <#if section.rowStep>int32_t row_step, </#if><#if section.columnStep>int32_t column_step, </#if>const uint32_t *w, const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels${section.shared.parameters}, ${section.output} *output)
{
for (int32_t channel = 0; channel < channels; channel += 4)
{
const int32_t first = channel > channels - 4 ? channels - 4 : channel;
const ${type} *x = &input[first];
const int32_t *const scale = &scales[first * 2];
const int8_t *const shift = &shifts[first];
${section.output} *const to = &output[first];
int32_t a = scale[0];
int32_t b = scale[2];
int32_t c = scale[4];
int32_t d = scale[6];

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
const ${type} *from = x;

for (int32_t column = 0; column < ${section.columns}; column++)
{
<@tap "from"/>
from += column_step;
}
x += row_step;
}
</#if>
to[0] = ${p}_k_${section.shared.scale}(a, scale[1], (int32_t)((uint32_t)zero << shift[0]), shift[0]${section.shared.arguments});
to[1] = ${p}_k_${section.shared.scale}(b, scale[3], (int32_t)((uint32_t)zero << shift[1]), shift[1]${section.shared.arguments});
to[2] = ${p}_k_${section.shared.scale}(c, scale[5], (int32_t)((uint32_t)zero << shift[2]), shift[2]${section.shared.arguments});
to[3] = ${p}_k_${section.shared.scale}(d, scale[7], (int32_t)((uint32_t)zero << shift[3]), shift[3]${section.shared.arguments});
}
}
