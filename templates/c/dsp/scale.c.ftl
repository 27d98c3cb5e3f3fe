/*
<#list section.comment as line>
* ${line}
</#list>
*/
static inline int8_t ${p}_k_${section.name}(int32_t sum, int32_t multiplier, int32_t offset, int32_t shift${section.parameters})
{
#if ${p?upper_case}_DSP
int32_t scaled;

<#if section.once>
__asm__("smmla %0, %1, %2, %3" : "=r"(scaled) : "r"(sum), "r"(multiplier), "r"(offset));
<#else>
__asm__("smmlar %0, %1, %2, %3" : "=r"(scaled) : "r"(sum), "r"(multiplier), "r"(sum));
</#if>
#else
<#if section.once>
int32_t scaled = (int32_t)(((int64_t)sum * multiplier) >> 32) + offset;
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
result = ${p}_k_saturated_half(scaled >> shift);
<#if section.clamped>
result = result < minimum ? minimum : result;
result = result > maximum ? maximum : result;
</#if>
return (int8_t)result;
}
