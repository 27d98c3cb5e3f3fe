<#import "comment.ftl" as comment>
<#macro product operand><#if operand.factor != 0>${p}_k_upper(${operand.product}, ${operand.factor})<#else>${operand.product}</#if></#macro>
<#macro term name operand>
<#if operand.rounded>
const int32_t ${name}_product = <@product operand/>;
const int32_t ${name} = (${name}_product + (${name}_product >> 31) + ${operand.half}) >> ${operand.shift};
<#else>
const int32_t ${name} = <@product operand/>;
</#if>
</#macro>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *left, const int8_t *right, int8_t *output)
{
for (int32_t i = 0; i < ${layer.count}; i++)
{
<@term "a" layer.left/>
<@term "b" layer.right/>

output[i] = ${p}_k_${layer.scale}(a + b, ${layer.arguments});
}
}
