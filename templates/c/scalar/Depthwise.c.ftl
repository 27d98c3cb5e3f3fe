<#import "/comment.ftl" as comment>
<#import "/grid.ftl" as grid>
/* One output pixel; input is where its window starts<#if layer.grid.border && (layer.grid.parameters?size > 0)>, in the image or gathered</#if>. */
static void ${f}_pixel(const int8_t *input, <@grid.parameters layer.grid/>int8_t *output)
{
const int8_t *w = (const int8_t *)${f}_weights;
const int32_t *scale = ${f}_scales;
const int8_t *shift = ${f}_shifts;

for (int32_t channel = 0; channel < ${layer.channels}; channel++)
{
const int8_t *const x0 = &input[channel];
<#if (layer.rows > 1)>
<#list 1..layer.rows - 1 as row>
const int8_t *const x${row} = &x${row - 1}[${layer.grid.rowStep}];
</#list>
</#if>
int32_t sum = scale[0];

<#list 0..layer.rows - 1 as row>
<#list 0..layer.columns - 1 as column>
sum += x${row}[<#if column == 0>0<#elseif column == 1>${layer.grid.columnStep}<#else>${column} * ${layer.grid.columnStep}</#if>] * w[${row * layer.columns + column}];
</#list>
</#list>
output[channel] = ${p}_k_${layer.scale}(sum, scale[1], (int32_t)((uint32_t)${layer.zero} << shift[0]), shift[0]${layer.arguments});
w += ${layer.rows * layer.columns};
scale += 2;
shift++;
}
}

<#if layer.grid.border>
<@grid.gather layer.grid.gather/>

</#if>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *input, int8_t *output<#if layer.grid.border>, int8_t *window</#if>)
{
<@grid.loops layer.grid/>
}
