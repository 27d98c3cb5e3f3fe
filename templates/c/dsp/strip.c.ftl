<#assign n = section.positions>
/*
 * Extends words of ${n} positions, which lie step bytes apart: of each word bytes 0 and 2 of all
 * positions, then bytes 1 and 3.
 */
static uint32_t *${p}_k_strip_${n}(const int8_t *from, int32_t step, int32_t count, uint32_t *strip)
{
#if ${p?upper_case}_DSP && !defined(__clang__)
const int8_t *const end = &from[count * 4];
<#if section.three>
const int32_t three = step * 3;
</#if>
<#if section.five>
const int32_t five = step * 5;
</#if>
<#if section.seven>
const int32_t seven = step * 7;
</#if>
<#if !section.four>
uint32_t a;
uint32_t b;
uint32_t a_odd;
uint32_t b_odd;
</#if>

__asm__ volatile(
"1:\n\t"
<#if section.four>
"ldr r10, [%[from], %[step]]\n\t"
"ldr r11, [%[from], %[step], lsl #1]\n\t"
"ldr r12, [%[from], %[three]]\n\t"
"ldr r9, [%[from]], #4\n\t"
"sxtb16 r5, r10\n\t"
"sxtb16 r6, r11\n\t"
"sxtb16 r8, r12\n\t"
"sxtb16 r4, r9\n\t"
"sxtb16 r10, r10, ror #8\n\t"
"sxtb16 r11, r11, ror #8\n\t"
"sxtb16 r12, r12, ror #8\n\t"
"sxtb16 r9, r9, ror #8\n\t"
"stmia %[strip]!, {r4, r5, r6, r8, r9, r10, r11, r12}\n\t"
<#else>
<#if section.single>
"ldr %[a], [%[from]${section.offsets[n - 1]}]\n\t"
"sxtb16 %[ao], %[a], ror #8\n\t"
"sxtb16 %[a], %[a]\n\t"
"str %[ao], [%[strip], #${8 * n - 4}]\n\t"
"str %[a], [%[strip], #${4 * n - 4}]\n\t"
</#if>
<#list section.pairs as pair>
"ldr %[b], [%[from]${section.offsets[pair + 1]}]\n\t"
<#if pair == 0>
"ldr %[a], [%[from]], #4\n\t"
<#else>
"ldr %[a], [%[from]${section.offsets[pair]}]\n\t"
</#if>
"sxtb16 %[bo], %[b], ror #8\n\t"
"sxtb16 %[ao], %[a], ror #8\n\t"
"sxtb16 %[b], %[b]\n\t"
"sxtb16 %[a], %[a]\n\t"
"strd %[ao], %[bo], [%[strip], #${4 * (n + pair)}]\n\t"
<#if pair == 0>
"strd %[a], %[b], [%[strip]], #${8 * n}\n\t"
<#else>
"strd %[a], %[b], [%[strip], #${4 * pair}]\n\t"
</#if>
</#list>
</#if>
"cmp %[from], %[end]\n\t"
"bne 1b\n\t"
: [from] "+&r"(from), [strip] "+&r"(strip)<#if !section.four>, [a] "=&r"(a), [b] "=&r"(b), [ao] "=&r"(a_odd), [bo] "=&r"(b_odd)</#if>
: [step] "r"(step), <#if section.three>[three] "r"(three), </#if><#if section.five>[five] "r"(five), </#if><#if section.seven>[seven] "r"(seven), </#if>[end] "r"(end)
: <#if section.four>"r4", "r5", "r6", "r8", "r9", "r10", "r11", "r12", </#if>"cc", "memory");
#else
for (; count > 0; count--)
{
for (int32_t i = 0; i < ${n}; i++)
{
const uint32_t word = ${p}_k_word(&from[i * step]);

strip[i] = ${p}_k_even(word);
strip[i + ${n}] = ${p}_k_odd(word);
}
from += 4;
strip += ${2 * n};
}
#endif
return strip;
}
