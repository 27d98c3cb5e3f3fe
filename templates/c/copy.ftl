<#-- Copies a box of elements from input to output. -->
<#macro place array index><#if index == "0">${array}<#else>&${array}[${index}]</#if></#macro>
<#macro box copy>
<#list copy.loops as loop>
for (int32_t ${loop.counter} = 0; ${loop.counter} < ${loop.count}; ${loop.counter}++)
{
</#list>
<#if copy.single>
output[${copy.to}] = input[${copy.from}];
<#else>
memcpy(<@place "output" copy.to/>, <@place "input" copy.from/>, ${copy.length});
</#if>
<#list copy.loops as loop>
}
</#list>
</#macro>
