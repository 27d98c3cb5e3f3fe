<#assign M = p?upper_case + "_MVE">
<#assign scale = section.scale>
<#assign l = section.lanes>
<#assign halfwords = l.halfwords()>
<#assign values = halfwords?then("values", "bytes")>
<#assign load = halfwords?then("vldrh.u16", "vldrb.8")>
<#assign loadSome = halfwords?then("vldrht.u16", "vldrbt.u8")>
<#assign loadWeights = halfwords?then("vldrb.s16", "vldrb.8")>
<#assign out = scale.halfwords()?then("16", "8")>
<#assign lane = "s" + l.bits()>
<#assign each = ["a", "b", "c", "d"]>
<#macro scaled>
"vmov %q[sums][2], %q[sums][0], %[a], %[c]\n\t"
"vmov %q[sums][3], %q[sums][1], %[b], %[d]\n\t"
<#if section.narrow>
"vldrw.u32 %q[more], [%[multipliers]]\n\t"
</#if>
"vadd.i32 %q[sums], %q[sums], %q[bias]\n\t"
<#if scale.left != 0>
"vshl.i32 %q[sums], %q[sums], #${scale.left}\n\t"
</#if>
"${scale.once?then("vqdmulh", "vqrdmulh")}.s32 %q[sums], %q[sums], %q[<#if section.narrow>more<#else>multipliers</#if>]\n\t"
<#if scale.signed>
"vshr.s32 %q[more], %q[sums], #31\n\t"
"vadd.i32 %q[sums], %q[sums], %q[more]\n\t"
</#if>
"vrshl.s32 %q[sums], %q[sums], %q[shifts]\n\t"
"vadd.i32 %q[sums], %q[sums], %<#if !section.narrow>q</#if>[zero]\n\t"
"vqmovnb.s32 %q[sums], %q[sums]\n\t"
<#if out == "8">
"vqmovnb.s16 %q[sums], %q[sums]\n\t"
</#if>
<#if section.clamped && section.narrow>
"vldrb.8 %q[more], [%[limits]]\n\t"
"vmax.s${out} %q[sums], %q[sums], %q[more]\n\t"
"vldrb.8 %q[more], [%[limits], #16]\n\t"
"vmin.s${out} %q[sums], %q[sums], %q[more]\n\t"
<#elseif section.clamped>
"vmax.s${out} %q[sums], %q[sums], %q[minimum]\n\t"
"vmin.s${out} %q[sums], %q[sums], %q[maximum]\n\t"
</#if>
<#if out == "8">
"vstrb.32 %q[sums], [%[to]]\n\t"
"add %[to], %[channels]\n\t"
<#else>
"vstrh.32 %q[sums], [%[to]]\n\t"
"add %[to], %[to], %[channels], lsl #1\n\t"
</#if>
</#macro>
<#macro products accumulating>
"${load} %q[sums], [%[x]], #16\n\t"
<#list each as r>
"${loadWeights} %q[more], [%[w]], #${l.count()}\n\t"
"vmladav${accumulating}.${lane} %[${r}], %q[sums], %q[more]\n\t"
</#list>
</#macro>
/*
 * Some pixels of <#if section.narrow>at most ${l.count()} ${values}<#else>more than ${l.count()} ${values}<#if section.rest>, no whole number of vectors</#if></#if> each, one behind the other, four output channels at
 * a time: of the last ones, those before them may be done again. Of four channels, ${l.count()} weights of each
 * lie together. The vectors may read ${l.count() - 1} bytes behind the last weight.
 */
static void ${p}_k_${section.function}(const ${l.type()} *input, int32_t count, int32_t ${values}, const int8_t *w, const int32_t *bias, const int32_t *multipliers, const int8_t *shifts, int32_t zero_point, <#if section.clamped>int32_t minimum, int32_t maximum, </#if>int32_t channels, ${scale.type()} *output)
{
#if ${M}
<#if section.narrow && section.clamped>
<#if out == "8">
int8_t limits[32];

vstrbq_s8(limits, vdupq_n_s8((int8_t)minimum));
vstrbq_s8(&limits[16], vdupq_n_s8((int8_t)maximum));
<#else>
int16_t limits[16];

vstrhq_s16(limits, vdupq_n_s16((int16_t)minimum));
vstrhq_s16(&limits[8], vdupq_n_s16((int16_t)maximum));
</#if>
<#elseif !section.narrow>
const int32x4_t zero = vdupq_n_s32(zero_point);
<#if section.clamped>
<#assign vector = (out == "8")?then("int8x16_t", "int16x8_t")>
const ${vector} lowest = vdupq_n_s${out}((${scale.type()})minimum);
const ${vector} highest = vdupq_n_s${out}((${scale.type()})maximum);
</#if>
</#if>
#endif
for (int32_t channel = 0; channel < channels; channel += 4)
{
${scale.type()} *to = &output[channel > channels - 4 ? channels - 4 : channel];
const ${l.type()} *x = input;

#if ${M}
const int32x4_t biases = vldrwq_s32(bias);
const int32x4_t right = vldrbq_s32(shifts);
<#if section.narrow>
<#list 0..3 as i>
const <#if halfwords>int16x8_t<#else>int8x16_t</#if> w${i} = vldrbq_${lane}(<#if i == 0>w<#elseif i == 1>&w[${values}]<#else>&w[${values} * ${i}]</#if>);
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
"vctp.${l.bits()} %[bytes]\n\t"
"dls lr, %[count]\n"
"1:\n\t"
"vpst\n\t"
"${loadSome} %q[sums], [%[x]]\n\t"
<#if halfwords>
"add %[x], %[x], %[bytes], lsl #1\n\t"
<#else>
"add %[x], %[bytes]\n\t"
</#if>
<#list each as r>
"vmladav.${lane} %[${r}], %q[sums], %q[w${r?index}]\n\t"
</#list>
<@scaled/>
"le lr, 1b\n\t"
: <#list each as r>[${r}] "=&Te"(${r}), </#list>[x] "+&r"(x), [to] "+&l"(to), [sums] "=&w"(sums), [more] "=&w"(more)
: [bytes] "r"(${values}), [count] "r"(count), [multipliers] "r"(multipliers), <#if section.clamped>[limits] "r"(limits), </#if>[zero] "r"(zero_point), [channels] "r"(channels), [bias] "w"(biases), [shifts] "w"(right), <#list 0..3 as i>[w${i}] "w"(w${i})<#sep>, </#list>
: "lr", "memory");
<#else>
<#if section.rest>
"vctp.${l.bits()} %[rest]\n"
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
"${loadSome} %q[sums], [%[x]]\n\t"
<#if halfwords>
"add %[x], %[x], %[rest], lsl #1\n\t"
<#else>
"add %[x], %[rest]\n\t"
</#if>
<#list each as r>
"${loadWeights} %q[more], [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"vmladava.${lane} %[${r}], %q[sums], %q[more]\n\t"
</#list>
</#if>
"sub %[w], %[w], %[bytes], lsl #2\n\t"
<@scaled/>
"subs %[left], #1\n\t"
"bne 1b\n\t"
: <#list each as r>[${r}] "=&Te"(${r}), </#list>[x] "+&r"(x), [w] "+&${halfwords?then("l", "r")}"(w), [to] "+&l"(to), [left] "+&r"(left), [sums] "=&w"(sums), [more] "=&w"(more)
: [turns] "r"((${values} >> ${l.exponent()}) - 1), [bytes] "r"(${values}), <#if section.rest>[rest] "r"(${values} & ${l.count() - 1}), </#if>[channels] "r"(channels), [bias] "w"(biases), [multipliers] "w"(factors), [shifts] "w"(right), [zero] "w"(zero)<#if section.clamped>, [minimum] "w"(lowest), [maximum] "w"(highest)</#if>
: "cc", "lr", "memory");
</#if>
#else
for (int32_t pixel = 0; pixel < count; pixel++)
{
for (int32_t i = 0; i < 4; i++)
{
int32_t sum = bias[i];

<#assign n = l.count()>
for (int32_t k = 0; k < ${values}; k++)
{
const int32_t run = ${values} - k / ${n} * ${n} < ${n} ? ${values} % ${n} : ${n};

sum += x[k] * w[k / ${n} * ${4 * n} + i * run + k % ${n}];
}
to[i] = (${scale.type()})${p}_k_${scale.name()}(sum, multipliers[i], shifts[i], zero_point, <#if section.clamped>minimum, maximum<#else>${scale.output().minimum()}, ${scale.output().maximum()}</#if>);
}
x += ${values};
to += channels;
}
#endif
w += ${values} * 4;
bias += 4;
multipliers += 4;
shifts += 4;
}
}
