<#import "/pool.ftl" as pool>
<#if !section.average>
/* Of four bytes each the larger one. */
static inline uint32_t ${p}_k_larger_bytes_${section.name}(uint32_t left, uint32_t right)
{
#if ${p?upper_case}_DSP
uint32_t result;

__asm__("ssub8 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(result) : "r"(left), "r"(right));
return result;
#else
uint32_t result = 0;

for (int32_t shift = 0; shift < 32; shift += 8)
{
const uint32_t a = left >> shift & 0xffu;
const uint32_t b = right >> shift & 0xffu;

result |= ((a ^ 0x80u) > (b ^ 0x80u) ? a : b) << shift;
}
return result;
#endif
}

<#else>
/* Adds bytes 0 and 2 of a word to the lanes of a sum. */
static inline uint32_t ${p}_k_add_bytes_${section.name}(uint32_t sums, uint32_t word)
{
#if ${p?upper_case}_DSP
uint32_t result;

__asm__("sxtab16 %0, %1, %2" : "=r"(result) : "r"(sums), "r"(word));
return result;
#else
const uint32_t low = sums + ((word & 0xffu) ^ 0x80u) - 0x80u;
const uint32_t high = (sums >> 16) + ((word >> 16 & 0xffu) ^ 0x80u) - 0x80u;

return (low & 0xffffu) | high << 16;
#endif
}

</#if>
/*
 * The ${section.average?then("average", "largest")} of some columns of some rows, four channels at a time; for a last block that is not
 * full, the channels before are done again.
 */
static inline void ${p}_k_${section.name}(<@pool.parameters/>)
{
for (int32_t channel = 0; channel < channels; channel += 4)
{
const int32_t first = channel > channels - 4 ? channels - 4 : channel;
const int8_t *row = &from[first];
int8_t *const to = &output[first];
<#if section.average>
uint32_t even = 0;
uint32_t odd = 0;
<#else>
uint32_t most = 0x80808080u;
</#if>

<@pool.window>
const uint32_t word = ${p}_k_word(x);

<#if section.average>
even = ${p}_k_add_bytes_${section.name}(even, word);
odd = ${p}_k_add_bytes_${section.name}(odd, word >> 8);
<#else>
most = ${p}_k_larger_bytes_${section.name}(word, most);
</#if>
</@pool.window>
<#list 0..3 as i>
<#if section.average>
<#assign lanes = (i % 2 == 0)?then("even", "odd")>
to[${i}] = <@pool.stored "((int32_t)((" + lanes + ((i > 1)?then(" >> 16", " & 0xffffu")) + ") ^ 0x8000u) - 0x8000)"/>;
<#else>
to[${i}] = <@pool.stored "((int32_t)((most" + ((i > 0)?then(" >> " + 8 * i, "")) + " & 0xffu) ^ 0x80u) - 0x80)"/>;
</#if>
</#list>
}
}
