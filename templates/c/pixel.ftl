<#-- The sums of one output pixel from input to output; expects layer (pixel, requantise) and f. -->
<#macro body pixel>
const int8_t *w = ${f}_weights;

<#if (pixel.groups > 1)>
for (int32_t group = 0; group < ${pixel.groups}; group++)
{
const ${inputType} *window = &input[<@scaled "group" pixel.groupInputs/>];
const int32_t first = <@scaled "group" pixel.groupOutputs/>;

</#if>
<#list pixel.blocks as block>
<@blockOf pixel block/>

</#list>
<#if (pixel.groups > 1)>
}
</#if>
</#macro>

<#macro scaled name factor><#if factor == 1>${name}<#else>${name} * ${factor}</#if></#macro>

<#macro blockOf pixel block>
<#if block.loop>
for (int32_t channel = ${block.start}; channel < ${block.end}; channel += ${block.width})
</#if>
<#if block.loop || pixel.braces>
{
</#if>
<#list block.sums as sum>
int32_t s${sum} = ${f}_bias[${block.indices[sum]}];
</#list>
<#list block.pointers as pointer>
const ${inputType} *${pointer.name} = <@place pixel pointer.position/>;
</#list>

<#if block.rowLoop>
for (int32_t y = 0; y < ${block.rows}; y++)
{
</#if>
<#if block.runLoop>
for (int32_t k = 0; k < ${block.runs}; k++)
{
</#if>
<#if block.pointers?size == 0>
const ${inputType} *x = <@place pixel block.position/>;

</#if>
<#if block.chunkLoop>
for (int32_t i = 0; i < ${block.chunkEnd}; i += ${block.chunkValues})
{
</#if>
<@products block.chunk/>
<#if block.chunkLoop>
x += ${block.chunkValues};
</#if>
<#if (block.chunkWeights > 0)>
w += ${block.chunkWeights};
</#if>
<#if block.chunkLoop>
}
</#if>
<@products block.rest/>
<#if (block.restWeights > 0)>
w += ${block.restWeights};
</#if>
<#if block.runLoop>
}
</#if>
<#if block.rowLoop>
}
</#if>

<#list block.sums as sum>
output[${block.indices[sum]}] = ${f}_requantise(s${sum}<#if layer.requantise.perChannel>, ${block.indices[sum]}</#if>);
</#list>
<#if block.loop || pixel.braces>
}
</#if>
</#macro>

<#macro place pixel position>
<#local base = (pixel.groups > 1)?then("window", "input")><#if position == "">${base}<#else>&${base}[${position}]</#if></#macro>

<#macro products lines>
<#list lines as line>
<#list line as product>s${product.sum} += ${product.value} * w[${product.weight}];<#sep> </#list>
</#list>
</#macro>
