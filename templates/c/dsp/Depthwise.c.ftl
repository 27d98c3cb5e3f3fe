<#import "/comment.ftl" as comment>
<#import "/grid.ftl" as grid>
/* One output pixel; input is where its window starts<#if layer.grid.border && (layer.grid.parameters?size > 0)>, in the image or gathered</#if>. */
static void ${f}_pixel(const ${inputType} *input, <@grid.parameters layer.grid/>${outputType} *output)
{
${p}_k_${layer.shared.shared.function}(input, <#if layer.shared.rowStep>${layer.grid.rowStep}, </#if><#if layer.shared.columnStep>${layer.grid.columnStep}, </#if>${f}_weights, ${f}_scales, ${f}_shifts, ${layer.zero}, ${layer.channels}${layer.arguments}, output);
}

<#if layer.grid.border>
<@grid.gather layer.grid.gather/>

</#if>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output<#if layer.grid.border>, ${inputType} *window</#if>)
{
<@grid.loops layer.grid/>
}
