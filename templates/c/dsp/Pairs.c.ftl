<#import "/comment.ftl" as comment>
<#assign g = layer.places>
<#macro call function>
${p}_k_${function.function}(at, offset, ${f}_table, ${layer.zero}, ${g.channels}${layer.arguments}, output);
</#macro>
<#if g.border>
/* Where the values lie that two windows side by side reach over: outside of the image in a line of zero points. */
static void ${f}_edge(const ${inputType} *input, const ${inputType} *line, int32_t top, int32_t left, const ${inputType} **at)
{
for (int32_t y = 0; y < ${g.rows}; y++)
{
const int32_t row = ${g.row};

for (int32_t column = left; column < left + ${g.span}; column++)
{
*at = ${g.inside} ? &input[(row * ${g.width} + column) * ${g.channels}] : line;
at++;
}
}
}

</#if>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output<#if g.border>, ${inputType} *line</#if>)
{
<#if g.interior>
const ${inputType} *const inside[] = {<#list g.offsets as offset><#if offset == 0>input<#else>&input[${offset}]</#if><#sep>, </#list>};
</#if>
<#if g.border>
const ${inputType} *edge[${g.offsets?size}];

memset(line, ${g.zeroPoint}, ${g.scratch});
<#elseif layer.rowLoop>

</#if>
<#if layer.rowLoop>
for (int32_t y = 0; y < ${layer.height}; y++)
{
</#if>
for (int32_t x = 0; x < ${layer.width};<#if layer.single??>)<#else> x += 2)</#if>
{
const int32_t top = ${layer.top};
const int32_t left = ${layer.left};
<#if g.border && g.interior>
const ${inputType} *const *at = inside;
int32_t offset = (top * ${g.width} + left) * ${g.channels};

if (!(${g.condition}))
{
${f}_edge(input, line, top, left, edge);
at = edge;
offset = 0;
}
<#elseif g.border>
const ${inputType} *const *const at = edge;
const int32_t offset = 0;

${f}_edge(input, line, top, left, edge);
<#else>
const ${inputType} *const *const at = inside;
const int32_t offset = (top * ${g.width} + left) * ${g.channels};

</#if>
<#if layer.single??>
if (${layer.alone})
{
<@call layer.single/>
x++;
output += ${g.channels};
}
else
{
<@call layer.pair/>
x += 2;
output += ${2 * g.channels};
}
<#else>
<@call layer.pair/>
output += ${2 * g.channels};
</#if>
}
<#if layer.rowLoop>
}
</#if>
}
