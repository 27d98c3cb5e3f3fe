<#assign M = p?upper_case + "_MVE">
<#assign scale = section.scale>
<#assign each = ["a", "b", "c", "d"]>
<#macro scaled>
"vmov %q[sums][2], %q[sums][0], %[a], %[c]\n\t"
"vmov %q[sums][3], %q[sums][1], %[b], %[d]\n\t"
<#if section.narrow>
"vldrw.u32 %q[more], [%[multipliers]]\n\t"
</#if>
"vadd.i32 %q[sums], %q[sums], %q[bias]\n\t"
"${scale.once?then("vqdmulh", "vqrdmulh")}.s32 %q[sums], %q[sums], %q[<#if section.narrow>more<#else>multipliers</#if>]\n\t"
<#if scale.signed>
"vshr.s32 %q[more], %q[sums], #31\n\t"
"vadd.i32 %q[sums], %q[sums], %q[more]\n\t"
</#if>
"vrshl.s32 %q[sums], %q[sums], %q[shifts]\n\t"
"vadd.i32 %q[sums], %q[sums], %<#if !section.narrow>q</#if>[zero]\n\t"
"vqmovnb.s32 %q[sums], %q[sums]\n\t"
"vqmovnb.s16 %q[sums], %q[sums]\n\t"
<#if section.clamped && section.narrow>
"vldrb.8 %q[more], [%[limits]]\n\t"
"vmax.s8 %q[sums], %q[sums], %q[more]\n\t"
"vldrb.8 %q[more], [%[limits], #16]\n\t"
"vmin.s8 %q[sums], %q[sums], %q[more]\n\t"
<#elseif section.clamped>
"vmax.s8 %q[sums], %q[sums], %q[minimum]\n\t"
"vmin.s8 %q[sums], %q[sums], %q[maximum]\n\t"
</#if>
"vstrb.32 %q[sums], [%[to]]\n\t"
"add %[to], %[channels]\n\t"
</#macro>
<#macro products accumulating>
"vldrb.8 %q[sums], [%[x]], #16\n\t"
<#list each as r>
"vldrb.8 %q[more], [%[w]], #16\n\t"
"vmladav${accumulating}.s8 %[${r}], %q[sums], %q[more]\n\t"
</#list>
</#macro>
/*
 * Some pixels of <#if section.narrow>at most 16 bytes<#else>more than 16 bytes<#if section.rest>, no whole number of vectors</#if></#if> each, one behind the other, four output channels at
 * a time: of the last ones, those before them may be done again. Of four channels, 16 weights of each
 * lie together. The vectors may read 15 bytes behind the last weight.
 */
static void ${p}_k_${section.function}(const int8_t *input, int32_t count, int32_t bytes, const int8_t *w, const int32_t *bias, const int32_t *multipliers, const int8_t *shifts, int32_t zero_point, <#if section.clamped>int32_t minimum, int32_t maximum, </#if>int32_t channels, int8_t *output)
{
#if ${M}
<#if section.narrow && section.clamped>
int8_t limits[32];

vstrbq_s8(limits, vdupq_n_s8((int8_t)minimum));
vstrbq_s8(&limits[16], vdupq_n_s8((int8_t)maximum));
<#elseif !section.narrow>
const int32x4_t zero = vdupq_n_s32(zero_point);
<#if section.clamped>
const int8x16_t lowest = vdupq_n_s8((int8_t)minimum);
const int8x16_t highest = vdupq_n_s8((int8_t)maximum);
</#if>
</#if>
#endif
for (int32_t channel = 0; channel < channels; channel += 4)
{
int8_t *to = &output[channel > channels - 4 ? channels - 4 : channel];
const int8_t *x = input;

#if ${M}
const int32x4_t biases = vldrwq_s32(bias);
const int32x4_t right = vldrbq_s32(shifts);
<#if section.narrow>
<#list 0..3 as i>
const int8x16_t w${i} = vldrbq_s8(<#if i == 0>w<#elseif i == 1>&w[bytes]<#else>&w[bytes * ${i}]</#if>);
</#list>
<#else>
const int32x4_t factors = vldrwq_s32(multipliers);
int32_t left = count;
</#if>
int32x4_t sums;
int32x4_t more;
<#list each as r>
int32_t ${r};
</#list>

__asm__ volatile(
<#if section.narrow>
"vctp.8 %[bytes]\n\t"
"dls lr, %[count]\n"
"1:\n\t"
"vpst\n\t"
"vldrbt.u8 %q[sums], [%[x]]\n\t"
"add %[x], %[bytes]\n\t"
<#list each as r>
"vmladav.s8 %[${r}], %q[sums], %q[w${r?index}]\n\t"
</#list>
<@scaled/>
"le lr, 1b\n\t"
: <#list each as r>[${r}] "=&Te"(${r}), </#list>[x] "+&r"(x), [to] "+&r"(to), [sums] "=&w"(sums), [more] "=&w"(more)
: [bytes] "r"(bytes), [count] "r"(count), [multipliers] "r"(multipliers), <#if section.clamped>[limits] "r"(limits), </#if>[zero] "r"(zero_point), [channels] "r"(channels), [bias] "w"(biases), [shifts] "w"(right), <#list 0..3 as i>[w${i}] "w"(w${i})<#sep>, </#list>
: "lr", "memory");
<#else>
<#if section.rest>
"vctp.8 %[rest]\n"
</#if>
"1:\n\t"
<@products ""/>
"wls lr, %[turns], 3f\n"
"2:\n\t"
<@products "a"/>
"le lr, 2b\n"
"3:\n\t"
<#if section.rest>
"vpst\n\t"
"vldrbt.u8 %q[sums], [%[x]]\n\t"
"add %[x], %[rest]\n\t"
<#list each as r>
"vldrb.8 %q[more], [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"vmladava.s8 %[${r}], %q[sums], %q[more]\n\t"
</#list>
</#if>
"sub %[w], %[w], %[bytes], lsl #2\n\t"
<@scaled/>
"subs %[left], #1\n\t"
"bne 1b\n\t"
: <#list each as r>[${r}] "=&Te"(${r}), </#list>[x] "+&r"(x), [w] "+&r"(w), [to] "+&r"(to), [left] "+&r"(left), [sums] "=&w"(sums), [more] "=&w"(more)
: [turns] "r"((bytes >> 4) - 1), [bytes] "r"(bytes), <#if section.rest>[rest] "r"(bytes & 15), </#if>[channels] "r"(channels), [bias] "w"(biases), [multipliers] "w"(factors), [shifts] "w"(right), [zero] "w"(zero)<#if section.clamped>, [minimum] "w"(lowest), [maximum] "w"(highest)</#if>
: "cc", "lr", "memory");
</#if>
#else
for (int32_t pixel = 0; pixel < count; pixel++)
{
for (int32_t i = 0; i < 4; i++)
{
int32_t sum = bias[i];

for (int32_t k = 0; k < bytes; k++)
{
const int32_t run = bytes - k / 16 * 16 < 16 ? bytes % 16 : 16;

sum += x[k] * w[k / 16 * 64 + i * run + k % 16];
}
to[i] = (int8_t)${p}_k_${scale.name()}(sum, multipliers[i], shifts[i], zero_point, <#if section.clamped>minimum, maximum<#else>-128, 127</#if>);
}
x += bytes;
to += channels;
}
#endif
w += bytes * 4;
bias += 4;
multipliers += 4;
shifts += 4;
}
}
