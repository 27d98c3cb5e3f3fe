<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *input, int8_t *output)
{
<#if layer.loop>
for (int32_t row = 0; row < ${layer.rows}; row++)
{
</#if>
int32_t largest = input[0];
int32_t sum = 0;
int32_t zeros = 0;

for (int32_t i = 1; i < ${layer.length}; i++)
{
largest = input[i] > largest ? input[i] : largest;
}
for (int32_t i = 0; i < ${layer.length}; i++)
{
const int32_t e = ${f}_exponentials[largest - input[i]];

sum += ${p}_round_shift_any(e, ${layer.sumShift});
}
while (((uint32_t)sum << zeros) < 0x80000000u)
{
zeros++;
}

const int32_t reciprocal = ${p}_reciprocal((uint32_t)sum << zeros);
const int32_t shift = ${layer.shareShift} - zeros;

for (int32_t i = 0; i < ${layer.length}; i++)
{
const int32_t e = ${f}_exponentials[largest - input[i]];
const int32_t share = ${p}_scale(reciprocal, e);
const int32_t value = shift > 31 ? -128 : ${p}_round_shift_any(share, shift) - 128;

output[i] = (int8_t)(value > 127 ? 127 : value);
}
<#if layer.loop>
input += ${layer.length};
output += ${layer.length};
}
</#if>
}
