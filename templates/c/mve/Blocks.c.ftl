<#import "/comment.ftl" as comment>
<#import "/grid.ftl" as grid>
<#import "/window.ftl" as windows>
<#assign w = layer.window>
<#if !layer.point>
<@windows.functions w/>
</#if>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output<#if !layer.point>, ${inputType} *windows</#if>)
{
<#if !layer.point>
int32_t y = 0;
int32_t x = 0;

</#if>
for (int32_t pixel = 0; pixel < ${layer.pixels}; pixel += ${layer.block})
{
<#if layer.even>
const int32_t count = ${layer.block};
<#else>
const int32_t count = ${layer.pixels} - pixel < ${layer.block} ? ${layer.pixels} - pixel : ${layer.block};
</#if>
<#if layer.point>

${p}_k_${layer.function}(&input[pixel * ${layer.length}], count, ${layer.arguments}, &output[pixel * ${layer.channels}]);
<#else>
${inputType} *window = windows;

for (int32_t slot = 0; slot < count; slot++)
{
<@windows.place w/>
<@windows.whole w/>
window += ${layer.length};
x++;
if (x == ${layer.width})
{
x = 0;
y++;
}
}
${p}_k_${layer.function}(windows, count, ${layer.arguments}, &output[pixel * ${layer.channels}]);
</#if>
}
}
