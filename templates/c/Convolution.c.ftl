<#import "requantise.ftl" as requantise>
<#import "comment.ftl" as comment>
<#import "pixel.ftl" as pixel>
<#import "grid.ftl" as grid>
<@requantise.function layer.requantise/>

/* One output pixel; input is where its window starts<#if layer.grid.border && (layer.grid.parameters?size > 0)>, in the image or gathered</#if>. */
static void ${f}_pixel(const ${inputType} *input, <@grid.parameters layer.grid/>${outputType} *output)
{
<@pixel.body layer.pixel/>
}

<#if layer.grid.border>
<@grid.gather layer.grid.gather/>

</#if>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output<#if layer.grid.border>, ${inputType} *window</#if>)
{
<@grid.loops layer.grid/>
}
