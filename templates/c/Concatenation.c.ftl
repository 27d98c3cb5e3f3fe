<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(<#list layer.parts as part>const int8_t *${part.name}, </#list>int8_t *output)
{
<#if layer.loop>
for (int32_t block = 0; block < ${layer.blocks}; block++)
{
</#if>
<#list layer.parts as part>
memcpy(${part.to}, ${part.from}, ${part.length});
</#list>
<#if layer.loop>
}
</#if>
}
