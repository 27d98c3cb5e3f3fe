<#-- The function that turns a sum into an output; expects f and p. -->
<#macro function requantise>
static inline int8_t ${f}_requantise(int32_t sum<#if requantise.perChannel>, int32_t channel</#if>)
{
const int32_t value = ${requantise.expression};

return ${p}_clamp(value, ${requantise.minimum}, ${requantise.maximum});
}
</#macro>
