<#assign U = p?upper_case>
<#macro turns count>
__asm__ volatile(
<#list 1..count as turn>${U}_<#if section.kind.wide>WIDE_</#if>PRODUCTS<#sep> </#list>
: [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [b0] "+r"(b0), [b1] "+r"(b1), [b2] "+r"(b2), [b3] "+r"(b3),
[x] "+r"(x), [w] "+r"(w), [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1)
:
: "memory");
</#macro>
<#if section.kind.wide>
/*
 * Four pixels, two output channels at a time. A word of weights holds a pair, the channels' words in
 * turn. A last channel is alone.
 */
<#else>
/*
 * Four pixels, two output channels at a time. A word of weights holds a pair for each of the two
 * channels: bytes 0 and 2, and bytes 1 and 3. A last channel alone has words of four weights.
 */
</#if>
static void ${p}_k_${section.function}(const uint32_t *columns, int32_t pairs, const uint32_t *w, const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels${section.parameters}, int8_t *output)
{
const uint32_t *const end = &columns[pairs * 4];
int32_t channel = channels;

for (; channel > 1; channel -= 2)
{
const uint32_t *x = columns;
int32_t a0 = scales[0];
int32_t a1 = a0;
int32_t a2 = a0;
int32_t a3 = a0;
int32_t b0 = scales[2];
int32_t b1 = b0;
int32_t b2 = b0;
int32_t b3 = b0;
#if ${U}_DSP && !defined(__clang__)
uint32_t w0;
uint32_t w1;
uint32_t x0;
uint32_t x1;

<#if !section.kind.small>
for (const uint32_t *const most = &columns[pairs / 8 * 32]; x != most;)
{
<@turns 8/>
}
</#if>
while (x != end)
{
<@turns 2/>
}
#else
for (; x != end; x += 4)
{
<#if section.kind.wide>
const uint32_t w0 = w[0];
const uint32_t w1 = w[1];
<#else>
const uint32_t w0 = ${p}_k_even(*w);
const uint32_t w1 = ${p}_k_odd(*w);
</#if>

a0 = ${p}_k_dual(w0, x[0], a0);
a1 = ${p}_k_dual(w0, x[1], a1);
a2 = ${p}_k_dual(w0, x[2], a2);
a3 = ${p}_k_dual(w0, x[3], a3);
b0 = ${p}_k_dual(w1, x[0], b0);
b1 = ${p}_k_dual(w1, x[1], b1);
b2 = ${p}_k_dual(w1, x[2], b2);
b3 = ${p}_k_dual(w1, x[3], b3);
<#if section.kind.wide>
w += 2;
<#else>
w++;
</#if>
}
#endif
{
const int32_t shift = shifts[0];
const int32_t offset = (int32_t)((uint32_t)zero << shift);
const int32_t multiplier = scales[1];

output[0] = ${p}_k_${section.scale}(a0, multiplier, offset, shift${section.arguments});
output[channels] = ${p}_k_${section.scale}(a1, multiplier, offset, shift${section.arguments});
output[channels * 2] = ${p}_k_${section.scale}(a2, multiplier, offset, shift${section.arguments});
output[channels * 3] = ${p}_k_${section.scale}(a3, multiplier, offset, shift${section.arguments});
}
{
const int32_t shift = shifts[1];
const int32_t offset = (int32_t)((uint32_t)zero << shift);
const int32_t multiplier = scales[3];

output[1] = ${p}_k_${section.scale}(b0, multiplier, offset, shift${section.arguments});
output[channels + 1] = ${p}_k_${section.scale}(b1, multiplier, offset, shift${section.arguments});
output[channels * 2 + 1] = ${p}_k_${section.scale}(b2, multiplier, offset, shift${section.arguments});
output[channels * 3 + 1] = ${p}_k_${section.scale}(b3, multiplier, offset, shift${section.arguments});
}
scales += 4;
shifts += 2;
output += 2;
}
if (channel > 0)
{
for (int32_t pixel = 0; pixel < 4; pixel++)
{
const uint32_t *word = w;
int32_t sum = scales[0];

for (const uint32_t *x = &columns[pixel]; x < end; x += 8)
{
<#if section.kind.wide>
sum = ${p}_k_dual(word[0], x[0], sum);
sum = ${p}_k_dual(word[1], x[4], sum);
word += 2;
<#else>
sum = ${p}_k_dual(${p}_k_even(*word), x[0], sum);
sum = ${p}_k_dual(${p}_k_odd(*word), x[4], sum);
word++;
</#if>
}
*output = ${p}_k_${section.scale}(sum, scales[1], (int32_t)((uint32_t)zero << shifts[0]), shifts[0]${section.arguments});
output += channels;
}
}
}
