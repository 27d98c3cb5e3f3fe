<#assign type = section.halfwords?then("int16_t", "int8_t")>
<#macro lanes>
<#if section.halfwords>
const uint32_t first = ${p}_k_halfwords(x);
const uint32_t second = ${p}_k_halfwords(&x[2]);
const uint32_t even = ${p}_k_lower(first, second);
const uint32_t odd = ${p}_k_higher(first, second);
<#else>
const uint32_t word = ${p}_k_word(x);
const uint32_t even = ${p}_k_even(word);
const uint32_t odd = ${p}_k_odd(word);
</#if>
</#macro>
/*
 * One pixel of 4 * count <#if section.halfwords>values<#else>bytes</#if>, four output channels at a time, of each a word of weights in turn;
 * the last channels one at a time.
 */
static void ${p}_k_${section.shared.function}(const ${type} *input, int32_t count, const uint32_t *w, const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels${section.shared.parameters}, ${section.output} *output)
{
const ${type} *const end = &input[count * 4];

for (; channels > 3; channels -= 4)
{
int32_t a = scales[0];
int32_t b = scales[2];
int32_t c = scales[4];
int32_t d = scales[6];

for (const ${type} *x = input; x != end; x += 4)
{
<@lanes/>

a = ${p}_k_dual(${p}_k_even(w[0]), even, a);
a = ${p}_k_dual(${p}_k_odd(w[0]), odd, a);
b = ${p}_k_dual(${p}_k_even(w[1]), even, b);
b = ${p}_k_dual(${p}_k_odd(w[1]), odd, b);
c = ${p}_k_dual(${p}_k_even(w[2]), even, c);
c = ${p}_k_dual(${p}_k_odd(w[2]), odd, c);
d = ${p}_k_dual(${p}_k_even(w[3]), even, d);
d = ${p}_k_dual(${p}_k_odd(w[3]), odd, d);
w += 4;
}
output[0] = ${p}_k_${section.shared.scale}(a, scales[1], (int32_t)((uint32_t)zero << shifts[0]), shifts[0]${section.shared.arguments});
output[1] = ${p}_k_${section.shared.scale}(b, scales[3], (int32_t)((uint32_t)zero << shifts[1]), shifts[1]${section.shared.arguments});
output[2] = ${p}_k_${section.shared.scale}(c, scales[5], (int32_t)((uint32_t)zero << shifts[2]), shifts[2]${section.shared.arguments});
output[3] = ${p}_k_${section.shared.scale}(d, scales[7], (int32_t)((uint32_t)zero << shifts[3]), shifts[3]${section.shared.arguments});
scales += 8;
shifts += 4;
output += 4;
}
for (; channels > 0; channels--)
{
int32_t a = scales[0];

for (const ${type} *x = input; x != end; x += 4)
{
<#if section.halfwords>
<@lanes/>

a = ${p}_k_dual(${p}_k_even(*w), even, a);
a = ${p}_k_dual(${p}_k_odd(*w), odd, a);
<#else>
const uint32_t word = ${p}_k_word(x);

a = ${p}_k_dual(${p}_k_even(*w), ${p}_k_even(word), a);
a = ${p}_k_dual(${p}_k_odd(*w), ${p}_k_odd(word), a);
</#if>
w++;
}
*output = ${p}_k_${section.shared.scale}(a, scales[1], (int32_t)((uint32_t)zero << shifts[0]), shifts[0]${section.shared.arguments});
scales += 2;
shifts++;
output++;
}
}
