<#import "requantise.ftl" as requantise>
<#import "comment.ftl" as comment>
<#import "pixel.ftl" as pixel>
<@requantise.function layer.requantise/>

<#if layer.loop>
/* One pixel. */
static void ${f}_pixel(const ${inputType} *input, ${outputType} *output)
{
<@pixel.body layer.pixel/>
}

<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
for (int32_t i = 0; i < ${layer.pixels}; i++)
{
${f}_pixel(input, output);
input += ${layer.inputs};
output += ${layer.outputs};
}
}
<#else>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
<@pixel.body layer.pixel/>
}
</#if>
