<#-- The function that turns a sum into an output; expects f and p. -->
<#macro function requantise>
static inline ${outputType} ${f}_requantise(int32_t sum<#if requantise.perChannel>, int32_t channel</#if>)
{
<#if requantise.scaled != "">
const int32_t scaled = ${requantise.scaled};
</#if>
const int32_t value = ${requantise.value};

return ${clamp}(value, ${requantise.minimum}, ${requantise.maximum});
}
</#macro>
