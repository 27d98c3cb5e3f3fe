<#import "/comment.ftl" as comment>
<#import "/grid.ftl" as grid>
<#import "/window.ftl" as windows>
<#assign w = layer.window>
<@windows.functions w/>
<#if layer.single>
/* Extends the window of one output pixel to a column. */
static void ${f}_column(const int8_t *input, int32_t y, int32_t x, <#if layer.buffered>int8_t *window, </#if>uint32_t *column)
{
<@windows.place w/>
<#if w.direct>
<#if w.border && w.interior>
if (${w.inside})
{
</#if>
<#if w.interior>
<@windows.runs w>
column = ${p}_k_column(&from[${w.imageIndex}], ${w.runWords}, column);
</@windows.runs>
(void)column;
</#if>
<#if w.border && w.interior>
}
else
{
</#if>
<#if w.border>
${f}_gather(input, top, left, window);
${p}_k_column(window, ${w.words}, column);
</#if>
<#if w.border && w.interior>
}
</#if>
<#else>
<@windows.whole w/>
${p}_k_column(window, ${w.words}, column);
</#if>
}

</#if>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *input, int8_t *output, int8_t *scratch)
{
uint32_t *const columns = (uint32_t *)(void *)scratch;
<#if layer.buffered>
int8_t *const window = &scratch[${layer.columnBytes}];
</#if>
<#if !layer.point>
int32_t y = 0;
int32_t x = 0;
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
${p}_k_four_columns(input, ${layer.inputChannels}, ${w.words}, columns);
input += ${layer.blocks.inputStep};
<#else>
<#if layer.fast>
<@windows.place w/>
<#if layer.single>
if (${layer.fourInside})
{
</#if>
uint32_t *column = columns;

<@windows.runs w>
column = ${p}_k_four_columns(&from[${w.imageIndex}], ${layer.pixelStep}, ${w.runWords}, column);
</@windows.runs>
(void)column;
x += 4;
<#if layer.single>
}
else
{
</#if>
</#if>
<#if layer.single>
for (int32_t slot = 0; slot < 4; slot++)
{
${f}_column(input, y, x, <#if layer.buffered>window, </#if>&columns[slot]);
x++;
<#if !layer.wholeRows>
if (x == ${layer.width})
{
x = 0;
y++;
}
</#if>
}
<#if layer.fast>
}
</#if>
</#if>
<#if layer.wholeRows>
if (x == ${layer.width})
{
x = 0;
y++;
}
</#if>
</#if>
${p}_k_${layer.function}(columns, ${layer.pairs}, ${f}_weights, ${f}_scales, ${f}_shifts, ${layer.zero}, ${layer.channels}${layer.arguments}, output);
output += ${layer.blocks.outputStep};
}
}
