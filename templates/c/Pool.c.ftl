<#import "comment.ftl" as comment>
<#macro store value>
<#if layer.clamped>
output[channel] = ${clamp}(${value}, ${layer.minimum}, ${layer.maximum});
<#else>
output[channel] = (${outputType})${value};
</#if>
</#macro>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
<#if layer.rowLoop>
for (int32_t y = 0; y < ${layer.rows}; y++)
{
</#if>
<#if !layer.writtenOut>
const int32_t top = ${layer.top};
const int32_t bottom = ${layer.bottom};

</#if>
<#if layer.columnLoop>
for (int32_t x = 0; x < ${layer.columns}; x++)
{
</#if>
<#if layer.writtenOut>
const ${inputType} *window = <#if layer.index == "">input<#else>&input[${layer.index}]</#if>;

<#else>
const int32_t left = ${layer.left};
const int32_t right = ${layer.right};

</#if>
for (int32_t channel = 0; channel < ${layer.channels}; channel++)
{
<#if layer.average>
int32_t sum = 0;
<#else>
int32_t largest = ${layer.smallest};
</#if>

<#if layer.writtenOut>
<#list layer.offsets as offset>
<#if layer.average>
sum += window[<#if offset != 0>${offset} + </#if>channel];
<#else>
largest = ${p}_larger(largest, window[<#if offset != 0>${offset} + </#if>channel]);
</#if>
</#list>
<#else>
for (int32_t row = top; row < bottom; row++)
{
for (int32_t column = left; column < right; column++)
{
<#assign value>input[(row * ${layer.inputWidth} + column) * ${layer.channels} + channel]</#assign>
<#if layer.average>
sum += ${value};
<#else>
largest = ${p}_larger(largest, ${value});
</#if>
}
}
</#if>
<#if layer.average>
<@store p + "_divide(sum, " + layer.size + ")"/>
<#else>
<@store "largest"/>
</#if>
}
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
