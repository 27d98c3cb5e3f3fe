<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(<#list layer.parts as part>const ${inputType} *${part.name}, </#list>${outputType} *output)
{
<#if layer.loop>
for (int32_t block = 0; block < ${layer.blocks}; block++)
{
</#if>
<#list layer.parts as part>
memcpy(${part.to}, ${part.from}, ${part.bytes});
</#list>
<#if layer.loop>
}
</#if>
}
