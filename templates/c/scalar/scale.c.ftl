/*
<#list section.comment as line>
* ${line}
</#list>
*/
static inline int8_t ${p}_k_${section.name}(int32_t sum, int32_t multiplier, int32_t offset, int32_t shift${section.parameters})
{
#if ${p?upper_case}_LONG
const int64_t product = (int64_t)sum * multiplier;
<#if section.once>
int32_t scaled = (int32_t)(product >> 32) + offset;
<#else>
int32_t scaled = sum + (int32_t)(product >> 32) + (int32_t)((uint32_t)product >> 31);
</#if>
#else
const int32_t high = sum >> 16;
const uint32_t low = (uint32_t)sum & 0xffffu;
const uint32_t m_high = (uint32_t)multiplier >> 16;
const uint32_t m_low = (uint32_t)multiplier & 0xffffu;
const int32_t middle = high * (int32_t)m_low + (int32_t)((low * m_low) >> 16);
const uint32_t rest = low * m_high + ((uint32_t)middle & 0xffffu)<#if !section.once> + 0x8000u</#if>;
int32_t scaled = high * (int32_t)m_high + (middle >> 16) + (int32_t)(rest >> 16)<#if section.once> + offset</#if>;
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
