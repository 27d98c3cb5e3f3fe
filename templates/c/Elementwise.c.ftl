<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(<#list layer.parameters as parameter>const ${parameter.type} *${parameter.name}, </#list>${outputType} *output)
{
<#if layer.rows == 1>
for (int32_t i = 0; i < ${layer.period}; i++)
{
<#else>
for (int32_t row = 0; row < ${layer.rows}; row++)
{
for (int32_t channel = 0; channel < ${layer.period}; channel++)
{
const int32_t i = row * ${layer.period} + channel;
</#if>
<#list layer.statements as statement>
${statement};
</#list>

output[i] = ${clamp}(value, ${layer.minimum}, ${layer.maximum});
}
<#if layer.rows != 1>
}
</#if>
}
