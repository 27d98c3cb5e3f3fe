#if !${p?upper_case}_DSP || defined(__clang__)
/*
<#list section.comment as line>
* ${line}
</#list>
*/
static ${section.scale.type()} ${p}_k_${section.name}(int32_t sum, int32_t multiplier, int32_t power, int32_t zero_point${section.scale.parameters()})
{
<#if section.scale.once>
int32_t scaled = (int32_t)(((int64_t)sum * multiplier) >> 32);
<#else>
int32_t scaled = (int32_t)(((int64_t)sum * ((int64_t)multiplier + 4294967296) + 2147483648) >> 32);
</#if>

<#if section.scale.signed>
scaled += scaled >> 31;
</#if>
scaled = (int32_t)(((int64_t)scaled * power + 2147483648) >> 32) + zero_point;
<#if section.scale.clamped>
scaled = scaled < minimum ? minimum : scaled;
return (${section.scale.type()})(scaled > maximum ? maximum : scaled);
<#else>
scaled = scaled < ${section.scale.output().minimum()} ? ${section.scale.output().minimum()} : scaled;
return (${section.scale.type()})(scaled > ${section.scale.output().maximum()} ? ${section.scale.output().maximum()} : scaled);
</#if>
}
#endif
