<#-- Copies a box of elements from input to output. -->
<#macro box copy>
<#list copy.loops as loop>
for (int32_t ${loop.counter} = 0; ${loop.counter} < ${loop.count}; ${loop.counter}++)
{
</#list>
<#if copy.single>
output[${copy.to}] = input[${copy.from}];
<#else>
memcpy(&output[${copy.to}], &input[${copy.from}], ${copy.length});
</#if>
<#list copy.loops as loop>
}
</#list>
</#macro>
