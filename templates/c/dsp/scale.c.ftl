<#assign sum = (section.left == 0)?then("sum", "shifted")>
/*
<#list section.comment as line>
* ${line}
</#list>
*/
static inline ${section.type()} ${p}_k_${section.name}(int32_t sum, int32_t multiplier, int32_t offset, int32_t shift${section.parameters})
{
<#if section.left != 0>
const int32_t shifted = sum * ${section.factor()};
</#if>
#if ${p?upper_case}_DSP
int32_t scaled;

<#if section.once>
__asm__("smmla %0, %1, %2, %3" : "=r"(scaled) : "r"(${sum}), "r"(multiplier), "r"(offset));
<#else>
__asm__("smmlar %0, %1, %2, %3" : "=r"(scaled) : "r"(sum), "r"(multiplier), "r"(sum));
</#if>
#else
<#if section.once>
int32_t scaled = (int32_t)(((int64_t)${sum} * multiplier) >> 32) + offset;
<#else>
int32_t scaled = (int32_t)(((int64_t)sum * ((int64_t)multiplier + 4294967296) + 2147483648) >> 32);
</#if>
#endif
int32_t result;

<#if !section.once>
<#if section.signed>
scaled += scaled >> 31;
</#if>
scaled += offset;
</#if>
result = ${p}_k_saturated_half<#if section.bits() != 8>_${section.bits()}</#if>(scaled >> shift);
<#if section.clamped>
result = result < minimum ? minimum : result;
result = result > maximum ? maximum : result;
</#if>
return (${section.type()})result;
}
