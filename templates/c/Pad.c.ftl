<#import "comment.ftl" as comment>
<#import "copy.ftl" as copy>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
<#if layer.loop>
for (int32_t i = 0; i < ${layer.count}; i++)
{
output[i] = ${layer.value};
}
<#else>
memset(output, ${layer.value}, ${layer.bytes});
</#if>
<@copy.box layer.copy/>
}
