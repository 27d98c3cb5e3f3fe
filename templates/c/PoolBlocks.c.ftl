<#import "comment.ftl" as comment>
<#assign l = layer.plain>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *input, int8_t *output)
{
<#if l.rowLoop>
for (int32_t y = 0; y < ${l.rows}; y++)
{
</#if>
const int32_t top = ${l.top};
const int32_t bottom = ${l.bottom};

<#if l.columnLoop>
for (int32_t x = 0; x < ${l.columns}; x++)
{
</#if>
const int32_t left = ${l.left};
const int32_t right = ${l.right};

${p}_k_${layer.function.name}(&input[(top * ${l.inputWidth} + left) * ${l.channels}], bottom - top, right - left, ${l.inputWidth * l.channels}, ${l.channels}, <#if layer.function.average>${l.size}, </#if><#if layer.function.clamped>${l.minimum}, ${l.maximum}, </#if>output);
<#if l.rowLoop || l.columnLoop>
output += ${l.channels};
</#if>
<#if l.columnLoop>
}
</#if>
<#if l.rowLoop>
}
</#if>
}
