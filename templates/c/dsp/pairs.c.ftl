<#assign U = p?upper_case>
<#assign scale = section.scale>
<#assign channels = ["a", "b", "c", "d"]>
<#assign last = section.pixels - 1>
<#assign type = section.halfwords?then("int16_t", "int8_t")>
/*
 * ${section.title}, four channels at a time<#if section.stride != 1>, windows ${section.stride} columns apart</#if><#if section.dilation != 1>, taps ${section.dilation}</#if>. at
 * says where the values of every row's columns lie, less offset. The table holds for every four
 * channels their biases, for each tap a word of weights, and of each channel multiplier and
 * 2^(31 - shift). zero is the zero point<#if !section.halfwords> plus 128: bytes are saturated as unsigned ones</#if>. Of a last
 * block that is not full, the channels before are done again.
 */
static void ${p}_k_${section.function}(const ${type} *const *at, int32_t offset, const uint32_t *w, int32_t zero, int32_t channels${scale.parameters()}, ${type} *output)
{
const uint32_t *end = &w[(channels >> 2) * ${section.words}];
int32_t rest = channels & 3;
#if ${U}_DSP && !defined(__clang__)
<#if scale.clamped>
const uint32_t above = (uint32_t)(127 - maximum) * 0x01010101u;
const uint32_t outside = (uint32_t)(255 - maximum + minimum) * 0x01010101u;
const uint32_t lowest = (uint32_t)(uint8_t)minimum * 0x01010101u;
</#if>
uint32_t x;
uint32_t w_even;
uint32_t w_odd;
uint32_t x_even;
uint32_t x_odd;
<#list channels as c>
<#list 0..last as i>
int32_t ${c}${i};
</#list>
</#list>
#endif

for (;;)
{
#if ${U}_DSP && !defined(__clang__)
__asm__ volatile(
"1:\n\t"
"ldr %[x], %[offset]\n\t"
"ldrd %[a0], %[b0], [%[w]], #8\n\t"
"ldrd %[c0], %[d0], [%[w]], #8\n\t"
"add %[xo], %[x], #4\n\t"
"str %[xo], %[offset]\n\t"
<#if section.pixels == 2>
<#list channels as c>
"mov %[${c}1], %[${c}0]\n\t"
</#list>
</#if>
<#list section.steps as s>
<#if s.weights>
"ldr %[wo], [%[w]], #4\n\t"
"sxtb16 %[we], %[wo]\n\t"
"sxtb16 %[wo], %[wo], ror #8\n\t"
</#if>
<#if s.load>
"ldr %[xo], %[at]\n\t"
"ldr %[xo], [%[xo]<#if s.place != 0>, #${4 * s.place}</#if>]\n\t"
<#if section.halfwords>
"add %[xo], %[xo], %[x], lsl #1\n\t"
"ldr %[xe], [%[xo]]\n\t"
"ldr %[xo], [%[xo], #4]\n\t"
<#else>
"ldr %[xo], [%[xo], %[x]]\n\t"
"sxtb16 %[xe], %[xo]\n\t"
"sxtb16 %[xo], %[xo], ror #8\n\t"
</#if>
</#if>
"smlabb %[a${s.pixel}], %[xe], %[we], %[a${s.pixel}]\n\t"
<#if section.halfwords>
"smlatb %[b${s.pixel}], %[xe], %[wo], %[b${s.pixel}]\n\t"
"smlabt %[c${s.pixel}], %[xo], %[we], %[c${s.pixel}]\n\t"
<#else>
"smlabb %[b${s.pixel}], %[xo], %[wo], %[b${s.pixel}]\n\t"
"smlatt %[c${s.pixel}], %[xe], %[we], %[c${s.pixel}]\n\t"
</#if>
"smlatt %[d${s.pixel}], %[xo], %[wo], %[d${s.pixel}]\n\t"
</#list>
"ldr %[xe], %[zero]\n\t"
<#list channels as c>
"ldrd %[we], %[wo], [%[w]], #8\n\t"
<#list 0..last as i>
<#if scale.once>
"smmul %[${c}${i}], %[${c}${i}], %[we]\n\t"
<#else>
"smmlar %[${c}${i}], %[${c}${i}], %[we], %[${c}${i}]\n\t"
</#if>
</#list>
<#if scale.signed>
<#list 0..last as i>
"add %[${c}${i}], %[${c}${i}], %[${c}${i}], asr #31\n\t"
</#list>
</#if>
<#list 0..last as i>
"smmlar %[${c}${i}], %[${c}${i}], %[wo], %[xe]\n\t"
</#list>
</#list>
<#if scale.clamped>
"ldr %[we], %[above]\n\t"
"ldr %[wo], %[outside]\n\t"
"ldr %[xe], %[lowest]\n\t"
</#if>
<#if section.halfwords>
<#list 0..last as i>
<#list channels as c>
"ssat %[${c}${i}], #16, %[${c}${i}]\n\t"
</#list>
"pkhbt %[a${i}], %[a${i}], %[b${i}], lsl #16\n\t"
"pkhbt %[c${i}], %[c${i}], %[d${i}], lsl #16\n\t"
</#list>
<#else>
<#list 0..last as i>
"pkhbt %[a${i}], %[a${i}], %[c${i}], lsl #16\n\t"
"pkhbt %[b${i}], %[b${i}], %[d${i}], lsl #16\n\t"
"usat16 %[a${i}], #8, %[a${i}]\n\t"
"usat16 %[b${i}], #8, %[b${i}]\n\t"
"orr %[a${i}], %[a${i}], %[b${i}], lsl #8\n\t"
<#if scale.clamped>
"uqadd8 %[a${i}], %[a${i}], %[we]\n\t"
"uqsub8 %[a${i}], %[a${i}], %[wo]\n\t"
"uadd8 %[a${i}], %[a${i}], %[xe]\n\t"
<#else>
"eor %[a${i}], %[a${i}], #0x80808080\n\t"
</#if>
</#list>
</#if>
"ldr %[x], %[output]\n\t"
<#if section.pixels == 2>
"ldr %[xo], %[channels]\n\t"
<#if section.halfwords>
"add %[xo], %[x], %[xo], lsl #1\n\t"
"str %[a1], [%[xo]]\n\t"
"str %[c1], [%[xo], #4]\n\t"
<#else>
"str %[a1], [%[x], %[xo]]\n\t"
</#if>
</#if>
<#if section.halfwords>
"str %[c0], [%[x], #4]\n\t"
"str %[a0], [%[x]], #8\n\t"
<#else>
"str %[a0], [%[x]], #4\n\t"
</#if>
"ldr %[xo], %[end]\n\t"
"str %[x], %[output]\n\t"
"cmp %[w], %[xo]\n\t"
"bne 1b\n\t"
: <#list channels as c><#list 0..last as i>[${c}${i}] "=&r"(${c}${i}), </#list></#list>[x] "=&r"(x), [w] "+&r"(w), [we] "=&r"(w_even), [wo] "=&r"(w_odd), [xe] "=&r"(x_even), [xo] "=&r"(x_odd), [offset] "+m"(offset), [output] "+m"(output)
: [at] "m"(at), [end] "m"(end), <#if scale.clamped>[above] "m"(above), [outside] "m"(outside), [lowest] "m"(lowest), </#if><#if section.pixels == 2>[channels] "m"(channels), </#if>[zero] "m"(zero)
: "cc", "memory");
#else
while (w != end)
{
for (int32_t i = 0; i < 4; i++)
{
const uint32_t *const scales = &w[${4 + section.taps?size} + 2 * i];
<#list 0..last as j>
int32_t ${channels[j]} = (int32_t)w[i];
</#list>

<#list section.taps as tap>
{
const int32_t weight = (int32_t)((w[${4 + tap?index}] >> (8 * i) & 0xffu) ^ 0x80u) - 0x80;

<#list 0..last as j>
${channels[j]} += at[${tap + j * section.stride}][offset + i] * weight;
</#list>
}
</#list>
<#list 0..last as j>
output[<#if j != 0>channels + </#if>i] = ${p}_k_${section.scaling}(${channels[j]}, (int32_t)scales[0], (int32_t)scales[1], zero<#if !section.halfwords> - 128</#if>${scale.passedOn()});
</#list>
}
offset += 4;
output += 4;
w += ${section.words};
}
#endif
if (rest == 0)
{
break;
}
offset -= 4 - rest;
output -= 4 - rest;
end = &w[${section.words}];
rest = 0;
}
}
