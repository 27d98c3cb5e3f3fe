<#import "requantise.ftl" as requantise>
<#import "comment.ftl" as comment>
<#import "grid.ftl" as grid>
<#macro sums>
<#if layer.rowLoop>
for (int32_t y = 0; y < ${layer.rowCount}; y++)
{
<@pointers/>

<@products/>
w += ${layer.columnCount};
}
<#else>
<@products/>
w += ${layer.taps};
</#if>
</#macro>
<#macro pointers>
<#list layer.rows as row>
const ${inputType} *${row.pointer} = &input[${row.position}];
</#list>
</#macro>
<#macro products>
<#if layer.columnLoop>
for (int32_t k = 0; k < ${layer.columnCount}; k++)
{
sum += x[${layer.columnPosition}] * w[k];
}
<#else>
<#list layer.rows as row>
sum += ${row.sum};
</#list>
</#if>
</#macro>
<@requantise.function layer.requantise/>

/* One output pixel; input is where its window starts<#if layer.grid.border && (layer.grid.parameters?size > 0)>, in the image or gathered</#if>. */
static void ${f}_pixel(const ${inputType} *input, <@grid.parameters layer.grid/>${outputType} *output)
{
const int8_t *w = ${f}_weights;

for (int32_t ${layer.inputChannel} = 0; ${layer.inputChannel} < ${layer.inputs}; ${layer.inputChannel}++)
{
<#if !layer.rowLoop>
<@pointers/>
</#if>
<#if layer.several>

for (int32_t channel = group * ${layer.multiplier}; channel < (group + 1) * ${layer.multiplier}; channel++)
{
</#if>
int32_t sum = ${f}_bias[channel];

<@sums/>
output[channel] = ${f}_requantise(sum<#if layer.requantise.perChannel>, channel</#if>);
<#if layer.several>
}
</#if>
}
}

<#if layer.grid.border>
<@grid.gather layer.grid.gather/>

</#if>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output<#if layer.grid.border>, ${inputType} *window</#if>)
{
<@grid.loops layer.grid/>
}
