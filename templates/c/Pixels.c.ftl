<#import "/comment.ftl" as comment>
<#import "/grid.ftl" as grid>
<#import "window.ftl" as windows>
<#assign w = layer.window>
<@windows.functions w/>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output<#if layer.buffered>, ${inputType} *window</#if>)
{
<#if layer.rowLoop>
for (int32_t y = 0; y < ${layer.height}; y++)
{
</#if>
<#if layer.columnLoop>
for (int32_t x = 0; x < ${layer.width}; x++)
{
</#if>
<#if layer.buffered>
<@windows.place w/>
<@windows.whole w/>
</#if>
${p}_k_${layer.function}(${layer.source}, ${layer.arguments}, output);
<#if layer.rowLoop || layer.columnLoop>
output += ${layer.channels};
</#if>
<#if layer.columnLoop>
}
</#if>
<#if layer.rowLoop>
}
</#if>
}
