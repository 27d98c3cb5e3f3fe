<#assign U = p?upper_case>
<#assign n = section.positions>
<#assign kind = section.shared.kind>
<#assign scale = section.scale>
<#assign clamped = scale.clamped>
<#macro weights>
<#if kind.wide>
"ldrd %[w0], %[w1], [%[w]], #8\n\t" \
<#else>
"ldr %[w1], [%[w]], #4\n\t" \
"sxtb16 %[w0], %[w1]\n\t" \
"sxtb16 %[w1], %[w1], ror #8\n\t" \
</#if>
</#macro>
<#macro sums first second>
"smlad %[a${first}], %[w0], %[x0], %[a${first}]\n\t" \
"smlad %[a${second}], %[w0], %[x1], %[a${second}]\n\t" \
"smlad %[b${first}], %[w1], %[x0], %[b${first}]\n\t" \
"smlad %[b${second}], %[w1], %[x1], %[b${second}]\n\t" \
</#macro>
<#assign macroName = U + "_" + section.shared.function?upper_case + "_TURN">
<#assign all = ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"]>
<#assign halfwords = scale.bits() == 16>
<#macro scaled letter multiplier offset>
<#if scale.left != 0>
<#list 0..3 as i>
"lsl %[${letter}${i}], %[${letter}${i}], #${scale.left}\n\t"
</#list>
</#if>
<#list 0..3 as i>
<#assign r = letter + i>
<#if scale.once>
"smmla %[${r}], %[${r}], %[${multiplier}], %[${offset}]\n\t"
<#else>
"smmlar %[${r}], %[${r}], %[${multiplier}], %[${r}]\n\t"
</#if>
</#list>
<#if !scale.once>
<#if scale.signed>
<#list 0..3 as i>
"add %[${letter}${i}], %[${letter}${i}], %[${letter}${i}], asr #31\n\t"
</#list>
</#if>
<#list 0..3 as i>
"add %[${letter}${i}], %[${letter}${i}], %[${offset}]\n\t"
</#list>
</#if>
<#list 0..3 as i>
"asr %[${letter}${i}], %[${letter}${i}], %[w0]\n\t"
</#list>
<#list 0..3 as i>
"ssat %[${letter}${i}], #${scale.bits()}, %[${letter}${i}], asr #1\n\t"
</#list>
</#macro>
#if ${U}_DSP && !defined(__clang__)
/*
 * ${section.taps?size * 16} products: weights of two output channels with a pair of each of four pixels at every tap. They take all
 * fourteen registers; Clang keeps one for itself.
 */
#define ${macroName} \
<#list section.taps as tap>
<@weights/>
<#if section.taps?size == 1>
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
<@sums 0 1/>
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
<@sums 2 3/>
<#else>
"ldrd %[x0], %[x1], [%[x], #${4 * tap + 8}]\n\t" \
<@sums 2 3/>
<#if tap == 0>
"ldrd %[x0], %[x1], [%[x]], #${4 * n}\n\t" \
<#else>
"ldrd %[x0], %[x1], [%[x], #${4 * tap}]\n\t" \
</#if>
<@sums 0 1/>
</#if>
</#list>
""
#endif

/*
 * Four pixels, two output channels at a time. A word of weights holds <#if kind.wide>a pair, the channels' words in turn<#else>a pair for each of the two channels:
 * bytes 0 and 2, and bytes 1 and 3</#if>. A last channel alone has words <#if kind.wide>of its own<#else>of four weights</#if>.
 */
static void ${p}_k_${section.shared.function}(const uint32_t *strips, int32_t words, const uint32_t *w, int32_t zero, int32_t channels${section.shared.parameters}, ${scale.type()} *output)
{
const uint32_t *const end = &strips[words];
const ${scale.type()} *const last = &output[channels & ~1];

#if ${U}_DSP && !defined(__clang__)
if (output != last)
{
<#if section.skips>
/* Where in the turns that are written out the first loop begins. */
const int32_t skipped = (${section.turns} - words / ${n} % ${section.turns}) % ${section.turns} * ${section.turnBytes};
</#if>
const uint32_t *x;
uint32_t w0;
uint32_t w1;
uint32_t x0;
uint32_t x1;
<#list all as r>
int32_t ${r};
</#list>

__asm__ volatile(
"1:\n\t"
"ldrd %[a0], %[b0], [%[w]], #8\n\t"
"ldr %[x], %[strips]\n\t"
<#if section.skips>
"ldr %[x0], %[skipped]\n\t"
</#if>
<#list ["a", "b"] as letter>
<#list 1..3 as i>
"mov %[${letter}${i}], %[${letter}0]\n\t"
</#list>
</#list>
<#if section.skips>
"add pc, %[x0]\n\t"
"nop\n\t"
</#if>
"2:\n\t"
<#list 1..section.turns as turn>${macroName}<#sep> </#list>
"ldr %[x0], %[end]\n\t"
"cmp %[x], %[x0]\n\t"
"bne 2b\n\t"
"ldrd %[x0], %[x1], [%[w]], #8\n\t"
"ldr %[w0], [%[w]], #4\n\t"
"ldr %[w1], %[zero]\n\t"
"lsl %[x], %[w1], %[w0]\n\t"
<@scaled "a" "x0" "x"/>
"lsr %[w0], %[w0], #8\n\t"
"lsl %[x], %[w1], %[w0]\n\t"
<@scaled "b" "x1" "x"/>
<#if clamped>
"ldr %[x0], %[minimum]\n\t"
"ldr %[x1], %[maximum]\n\t"
<#list all as r>
"cmp %[${r}], %[x0]\n\t"
"it lt\n\t"
"movlt %[${r}], %[x0]\n\t"
"cmp %[${r}], %[x1]\n\t"
"it gt\n\t"
"movgt %[${r}], %[x1]\n\t"
</#list>
</#if>
"ldr %[x0], %[output]\n\t"
"ldr %[w0], %[channels]\n\t"
"add %[x1], %[x0], #${halfwords?then(2, 1)}\n\t"
"add %[w1], %[w0], %[w0], lsl #1\n\t"
<#assign store = halfwords?then("strh", "strb")>
<#assign one = halfwords?then(", lsl #1", "")>
<#assign two = halfwords?then(", lsl #2", ", lsl #1")>
"${store} %[a0], [%[x0]]\n\t"
"${store} %[b0], [%[x1]]\n\t"
"${store} %[a1], [%[x0], %[w0]${one}]\n\t"
"${store} %[b1], [%[x1], %[w0]${one}]\n\t"
"${store} %[a2], [%[x0], %[w0]${two}]\n\t"
"${store} %[b2], [%[x1], %[w0]${two}]\n\t"
"${store} %[a3], [%[x0], %[w1]${one}]\n\t"
"${store} %[b3], [%[x1], %[w1]${one}]\n\t"
"add %[x0], #${halfwords?then(4, 2)}\n\t"
"str %[x0], %[output]\n\t"
"ldr %[x1], %[last]\n\t"
"cmp %[x0], %[x1]\n\t"
"bne 1b\n\t"
: <#list all as r>[${r}] "=&r"(${r}), </#list>[x] "=&r"(x), [w] "+&r"(w), [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1), [output] "+m"(output)
: [strips] "m"(strips), [end] "m"(end), <#if section.skips>[skipped] "m"(skipped), </#if>[zero] "m"(zero), <#if clamped>[minimum] "m"(minimum), [maximum] "m"(maximum), </#if>[channels] "m"(channels), [last] "m"(last)
: "cc", "memory");
}
#else
while (output != last)
{
<#list 0..3 as i>
int32_t a${i} = (int32_t)w[0];
int32_t b${i} = (int32_t)w[1];
</#list>

w += 2;
for (const uint32_t *x = strips; x != end; x += ${n})
{
for (int32_t tap = ${section.taps?size - 1}; tap >= 0; tap--)
{
<#if kind.wide>
const uint32_t w0 = w[0];
const uint32_t w1 = w[1];
<#else>
const uint32_t w0 = ${p}_k_even(*w);
const uint32_t w1 = ${p}_k_odd(*w);
</#if>

<#list 0..3 as i>
a${i} = ${p}_k_dual(w0, x[tap<#if i != 0> + ${i}</#if>], a${i});
b${i} = ${p}_k_dual(w1, x[tap<#if i != 0> + ${i}</#if>], b${i});
</#list>
w += ${kind.wide?then(2, 1)};
}
}
<#list ["a", "b"] as letter>
{
const int32_t multiplier = (int32_t)w[${letter?index}];
const int32_t shift = (int32_t)(w[2] >> ${8 * letter?index} & 0xffu);
const int32_t offset = (int32_t)((uint32_t)zero << shift);

<#list 0..3 as i>
output[<#if i == 0>0<#elseif i == 1>channels<#else>channels * ${i}</#if>] = ${p}_k_${section.shared.scale}(${letter}${i}, multiplier, offset, shift${section.shared.arguments});
</#list>
}
output++;
</#list>
w += 3;
}
#endif
if (channels % 2 != 0)
{
<#list 0..3 as i>
int32_t a${i} = (int32_t)w[0];
</#list>

w++;
for (const uint32_t *x = strips; x != end; x += ${2 * n})
{
<#list section.taps as tap>
{
<#if kind.wide>
const uint32_t even = w[0];
const uint32_t odd = w[1];
<#else>
const uint32_t even = ${p}_k_even(*w);
const uint32_t odd = ${p}_k_odd(*w);
</#if>

<#list 0..3 as i>
a${i} = ${p}_k_dual(even, x[${tap + i}], a${i});
a${i} = ${p}_k_dual(odd, x[${n + tap + i}], a${i});
</#list>
w += ${kind.wide?then(2, 1)};
}
</#list>
}
{
const int32_t multiplier = (int32_t)w[0];
const int32_t shift = (int32_t)w[1];
const int32_t offset = (int32_t)((uint32_t)zero << shift);

<#list 0..3 as i>
output[<#if i == 0>0<#elseif i == 1>channels<#else>channels * ${i}</#if>] = ${p}_k_${section.shared.scale}(a${i}, multiplier, offset, shift${section.shared.arguments});
</#list>
}
}
}
