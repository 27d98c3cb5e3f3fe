<#assign U = p?upper_case>
<#assign run = section.run>
<#-- Products on Armv7-M, 4 * count taps in a turn; bound is where x ends. -->
<#macro loop7 count bound>
__asm__ volatile(
"1:\n\t"
<#list 1..count * 4 / run as turn>
"ldmia %[x]!, {r3, r4, r5, r6}\n\t"
"ldrsb %[w], [%[bytes]], #1\n\t"
"mla r3, r3, %[w], %[half]\n\t"
"mla r4, r4, %[w], %[half]\n\t"
<@tap7/>
<#if (run > 2)>
<#list 1..run - 2 as more>
"ldrd r5, r6, [%[x]], #8\n\t"
<@tap7/>
</#list>
</#if>
"add %[a], r3\n\t"
"add %[b], r4\n\t"
"add %[ah], %[ah], r3, asr #16\n\t"
"add %[bh], %[bh], r4, asr #16\n\t"
</#list>
"cmp %[x], %[end]\n\t"
"bne 1b\n\t"
: [a] "+r"(a_all), [b] "+r"(b_all), [ah] "+r"(a_high), [bh] "+r"(b_high), [x] "+r"(x), [bytes] "+r"(bytes), [w] "=&r"(w)
: [half] "r"(0x8000u), [end] "r"(${bound})
: "r3", "r4", "r5", "r6", "cc", "memory");
</#macro>
<#macro tap7>
"ldrsb %[w], [%[bytes]], #1\n\t"
"mla r3, r5, %[w], r3\n\t"
"mla r4, r6, %[w], r4\n\t"
</#macro>
<#-- Products of 4 * count taps on Armv6-M, the last one of which ends the loop. -->
<#macro turns6 count>
<#list 1..count * 4 / run as turn>
<#list 0..run / 2 - 1 as two>
<#if two == 0>
"ldmia %[x]!, {r3, r4, r5, r6}\n\t"
<@tap6 "r3" "r4"/>
"add r3, %[half]\n\t"
"add r4, %[half]\n\t"
<@tap6 "r5" "r6" turn * run == count * 4 && run == 2/>
<@sum6/>
<#else>
<#list 0..1 as one>
"ldmia %[x]!, {r5, r6}\n\t"
<@tap6 "r5" "r6" turn * run == count * 4 && one == 1/>
<@sum6/>
</#list>
</#if>
</#list>
"add %[a], r3\n\t"
"add %[b], r4\n\t"
"asrs r3, r3, #16\n\t"
"asrs r4, r4, #16\n\t"
"add %[ah], r3\n\t"
"add %[bh], r4\n\t"
</#list>
</#macro>
<#macro tap6 left right last=false>
"ldrsb r7, [%[bytes], %[i]]\n\t"
<#if !last>
"adds %[i], %[i], #1\n\t"
</#if>
"muls ${left}, r7, ${left}\n\t"
"muls ${right}, r7, ${right}\n\t"
</#macro>
<#macro sum6>
"adds r3, r3, r5\n\t"
"adds r4, r4, r6\n\t"
</#macro>
<#macro first i>
w = bytes[${i}];
a = 0x8000u + (uint32_t)w * x[${i * 2}];
b = 0x8000u + (uint32_t)w * x[${i * 2 + 1}];
</#macro>
<#macro next i>
w = bytes[${i}];
a += (uint32_t)w * x[${i * 2}];
b += (uint32_t)w * x[${i * 2 + 1}];
</#macro>
<#macro apart>
a_all += a;
a_high += (int32_t)a >> 16;
b_all += b;
b_high += (int32_t)b >> 16;
</#macro>
/*
 * Four pixels, two in a word, one output channel at a time. After ${section.run} products a word's sums
 * are taken apart: until then each of them stays within 16 bits, which the weights prove. Half a
 * unit of the upper sum makes its rounding down exact; it is taken off at the end.
 */
static void ${p}_k_${section.name}(const uint32_t *columns, int32_t words, const uint32_t *weights, const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels${section.scale.parameters}, int8_t *output)
{
const int8_t *bytes = (const int8_t *)weights;
#if ${U}_ASM == 6
const int32_t taps = words * 4;
#else
const uint32_t *const end = &columns[words * 8];
#endif
const uint32_t halves = (uint32_t)words * ${(4 / section.run) * 32768}u;

for (int32_t channel = channels; channel > 0; channel--)
{
uint32_t a_all = 0u - halves;
uint32_t b_all = a_all;
int32_t a_high = 0;
int32_t b_high = 0;

#if ${U}_ASM == 7
const uint32_t *x = columns;
const uint32_t *const most = &columns[words / 4 * 32];
int32_t w;

if (x != most)
{
<@loop7 4 "most"/>
}
if (x != end)
{
<@loop7 1 "end"/>
}
#elif ${U}_ASM == 6
const uint32_t *x = columns;
uint32_t half = 0x8000u;
int32_t i = -taps;

bytes += taps;
__asm__ volatile(
".syntax unified\n\t"
"1:\n\t"
<@turns6 1/>
"adds %[i], %[i], #1\n\t"
"bne 1b\n\t"
: [a] "+h"(a_all), [b] "+h"(b_all), [ah] "+h"(a_high), [bh] "+h"(b_high), [half] "+h"(half), [x] "+l"(x), [i] "+l"(i)
: [bytes] "l"(bytes)
: "r3", "r4", "r5", "r6", "r7", "cc", "memory");
#else
for (const uint32_t *x = columns; x != end; x += 8)
{
uint32_t a;
uint32_t b;
int32_t w;

<#list 0..3 as i>
<#if i % section.run == 0>
<@first i/>
<#else>
<@next i/>
</#if>
<#if i % section.run == section.run - 1>
<@apart/>
</#if>
</#list>
bytes += 4;
}
#endif
{
const int32_t bias = scales[0];
const int32_t shift = shifts[0];
const int32_t offset = (int32_t)((uint32_t)zero << shift);
const int32_t multiplier = scales[1];
const int32_t a_low = (int32_t)(a_all - ((uint32_t)a_high << 16));
const int32_t b_low = (int32_t)(b_all - ((uint32_t)b_high << 16));

output[0] = ${p}_k_${section.scale.name}(a_low + bias, multiplier, offset, shift${section.scale.passedOn()});
output[channels] = ${p}_k_${section.scale.name}(a_high + bias, multiplier, offset, shift${section.scale.passedOn()});
output[channels * 2] = ${p}_k_${section.scale.name}(b_low + bias, multiplier, offset, shift${section.scale.passedOn()});
output[channels * 3] = ${p}_k_${section.scale.name}(b_high + bias, multiplier, offset, shift${section.scale.passedOn()});
}
scales += 2;
shifts++;
output++;
}
}
