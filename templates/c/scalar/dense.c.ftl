<#assign names = ["a", "b", "c", "d"]>
<#assign scale = section.scale>
<#macro products i>
{
const int32_t value = x[${i}];

<#list names as name>
${name} += value * w[${4 * i + name?index}];
</#list>
}
</#macro>
/*
 * One pixel, four output channels at a time, the last channels one at a time. Weights are 128 too
 * large, which the sum of the inputs makes good.
 */
static void ${p}_k_${section.name}(const int8_t *input, int32_t count, const uint32_t *weights, const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels${scale.parameters}, int8_t *output)
{
const uint8_t *w = (const uint8_t *)weights;
const int8_t *const most = &input[count - count % 4];
const int8_t *const end = &input[count];
int32_t excess = 0;

for (const int8_t *x = input; x != end; x++)
{
excess += *x;
}
excess *= 128;
for (; channels > 3; channels -= 4)
{
const int8_t *x = input;
<#list names as name>
int32_t ${name} = scales[${2 * name?index}] - excess;
</#list>

for (; x != most; x += 4)
{
<#list 0..3 as i>
<@products i/>
</#list>
w += 16;
}
for (; x != end; x++)
{
<@products 0/>
w += 4;
}
<#list names as name>
output[${name?index}] = ${p}_k_${scale.name()}(${name}, scales[${2 * name?index + 1}], (int32_t)((uint32_t)zero << shifts[${name?index}]), shifts[${name?index}]${scale.passedOn()});
</#list>
scales += 8;
shifts += 4;
output += 4;
}
for (; channels > 0; channels--)
{
int32_t sum = scales[0] - excess;

for (const int8_t *x = input; x != end; x++)
{
sum += *x * *w;
w++;
}
*output = ${p}_k_${scale.name()}(sum, scales[1], (int32_t)((uint32_t)zero << shifts[0]), shifts[0]${scale.passedOn()});
scales += 2;
shifts++;
output++;
}
}
