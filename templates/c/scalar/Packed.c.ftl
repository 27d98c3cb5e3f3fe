<#import "/comment.ftl" as comment>
<#import "/grid.ftl" as grid>
<#import "/window.ftl" as windows>
<#assign w = layer.window>
<@windows.functions w/>
<#macro packed>
<#if w.rowLoop>
for (int32_t row = 0; row < ${w.rows}; row++)
{
</#if>
<#if w.runLoop>
for (int32_t k = 0; k < ${w.rowRuns}; k++)
{
</#if>
column = ${p}_k_pack(&a[${w.imageIndex}], &b[${w.imageIndex}], ${w.runBytes}, column);
<#if w.runLoop>
}
</#if>
<#if w.rowLoop>
}
</#if>
</#macro>
<#if !layer.point>
/* Packs the windows of two output pixels, whose first rows and columns are given. */
static void ${f}_pair(const int8_t *input, int32_t top, int32_t left, int32_t next_top, int32_t next_left, <#if w.border>int8_t *windows, </#if>uint32_t *column)
{
<#if w.border && w.interior>
if (${w.inside} && ${w.inside?replace("top", "next_top")?replace("left", "next_left")})
{
</#if>
<#if w.interior>
const int8_t *const a = &input[${w.first}];
const int8_t *const b = &input[${w.first?replace("top", "next_top")?replace("left", "next_left")}];

<@packed/>
(void)column;
</#if>
<#if w.border && w.interior>
}
else
{
</#if>
<#if w.border>
${f}_gather(input, top, left, windows);
${f}_gather(input, next_top, next_left, &windows[${layer.windowBytes}]);
${p}_k_pack(windows, &windows[${layer.windowBytes}], ${layer.taps}, column);
</#if>
<#if w.border && w.interior>
}
</#if>
}

</#if>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *input, int8_t *output, int8_t *scratch)
{
uint32_t *const columns = (uint32_t *)(void *)scratch;
<#if !layer.point>
int32_t y = 0;
int32_t x = 0;
</#if>

<#if (layer.fill > 0)>
memset(&columns[${2 * layer.taps}], 0, ${8 * layer.fill});
</#if>
for (int32_t block = 0; block < ${layer.blocks.count}; block++)
{
<#if layer.blocks.overlap>
if (block == ${layer.blocks.last})
{
<#if layer.point>
input -= ${layer.blocks.inputBack};
<#else>
y = ${layer.blocks.lastY};
x = ${layer.blocks.lastX};
</#if>
output -= ${layer.blocks.outputBack};
}
</#if>
<#if layer.point>
${p}_k_pack(input, &input[${layer.inputChannels}], ${layer.taps}, columns);
${p}_k_pack(&input[${2 * layer.inputChannels}], &input[${3 * layer.inputChannels}], ${layer.taps}, &columns[1]);
input += ${layer.blocks.inputStep};
<#else>
for (int32_t pair = 0; pair < 2; pair++)
{
const int32_t top = ${w.top};
const int32_t left = ${w.left};

x++;
<@wrap/>
{
const int32_t next_top = ${w.top};
const int32_t next_left = ${w.left};

${f}_pair(input, top, left, next_top, next_left, <#if w.border>&scratch[${layer.columnBytes}], </#if>&columns[pair]);
}
x++;
<@wrap/>
}
</#if>
${p}_k_${layer.function}(columns, ${layer.words}, ${f}_weights, ${f}_scales, ${f}_shifts, ${layer.zero}, ${layer.channels}${layer.arguments}, output);
output += ${layer.blocks.outputStep};
}
}
<#macro wrap>
if (x == ${layer.width})
{
x = 0;
y++;
}
</#macro>
