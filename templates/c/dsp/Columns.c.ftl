<#import "/comment.ftl" as comment>
<#import "/grid.ftl" as grid>
<#import "/window.ftl" as windows>
<#assign w = layer.window>
<#if layer.single>
<@windows.functions w/>
/* Extends the window of one output pixel to a column. */
static void ${f}_column(const ${inputType} *input, int32_t y, int32_t x, <#if layer.buffered>${inputType} *window, </#if>uint32_t *column)
{
<@windows.place w/>
<#if w.direct>
<#if w.border && w.interior>
if (${w.inside})
{
</#if>
<#if w.interior>
<@windows.runs w>
column = ${p}_k_${layer.column}(&from[${w.imageIndex}], ${w.runWords}, column);
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
${p}_k_${layer.column}(window, ${w.words}, column);
</#if>
<#if w.border && w.interior>
}
</#if>
<#else>
<@windows.whole w/>
${p}_k_${layer.column}(window, ${w.words}, column);
</#if>
}

</#if>
<#if layer.rows??>
<#assign r = layer.rows>
<#if r.patched>
/* Copies a part of an image row<#if r.clipped> that reaches over the edge, with the zero point for what lies outside</#if>. */
static void ${f}_patch(const ${inputType} *row, int32_t left, ${inputType} *patch)
{
<#if r.clipped>
const int32_t first = left < 0 ? 0 : left;
const int32_t end = left + ${r.span} > ${r.width} ? ${r.width} : left + ${r.span};

memset(patch, ${r.zeroPoint}, ${r.patchBytes});
memcpy(&patch[(first - left) * ${r.channels}], &row[first * ${r.channels}], (size_t)(end - first)<#if r.pixelBytes != 1> * ${r.pixelBytes}u</#if>);
<#else>
memcpy(patch, &row[left * ${r.channels}], ${r.span * r.pixelBytes});
</#if>
}

</#if>
</#if>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output, int8_t *scratch)
{
uint32_t *const strips = (uint32_t *)(void *)scratch;
<#if layer.buffered>
${inputType} *const <#if layer.single>window<#else>patch</#if> = <#if inputType != "int8_t">(${inputType} *)(void *)</#if>&scratch[${layer.stripBytes}];
</#if>
<#if !layer.point>
int32_t y = 0;
int32_t x = 0;
</#if>

for (int32_t block = 0; block < ${layer.blocks.count}; block++)
{
<#if layer.blocks.overlap || (layer.point && layer.buffered)>
if (block == ${layer.blocks.last})
{
<#if layer.blocks.overlap>
<#if layer.point>
input -= ${layer.blocks.inputBack};
<#else>
y = ${layer.blocks.lastY};
x = ${layer.blocks.lastX};
</#if>
output -= ${layer.blocks.outputBack};
</#if>
<#if layer.point && layer.buffered>
memcpy(patch, input, ${layer.pixelsBytes});
input = patch;
</#if>
}
</#if>
<#if layer.point>
${p}_k_${layer.strip}(input, ${layer.inputChannels}, ${layer.groups}, strips);
input += ${layer.blocks.inputStep};
<#elseif layer.rows??>
const int32_t top = ${w.top};
const int32_t left = ${w.left};
uint32_t *strip = strips;

<#if (r.count > 1)>
for (int32_t k = 0; k < ${r.count}; k++)
{
</#if>
const int32_t row = <#if r.count == 1>top<#elseif r.dilation == 1>top + k<#else>top + k * ${r.dilation}</#if>;

<#if r.outside != "">
if (${r.outside})
{
strip = ${p}_k_fill(${r.fill}, ${r.words}, strip);
}
else
</#if>
<#if r.patched>
if (${r.edge})
{
${f}_patch(&input[row * ${r.width * r.channels}], left, patch);
strip = ${p}_k_${layer.strip}(patch, ${r.step}, ${layer.groups}, strip);
}
else
</#if>
{
strip = ${p}_k_${layer.strip}(&input[(row * ${r.width} + left) * ${r.channels}], ${r.step}, ${layer.groups}, strip);
}
<#if (r.count > 1)>
}
</#if>
(void)strip;
x += 4;
if (x == ${layer.width})
{
x = 0;
y++;
}
<#else>
for (int32_t slot = 0; slot < 4; slot++)
{
${f}_column(input, y, x, <#if layer.buffered>window, </#if>&strips[slot]);
x++;
if (x == ${layer.width})
{
x = 0;
y++;
}
}
</#if>
${p}_k_${layer.function}(strips, ${layer.words}, ${f}_weights, ${layer.zero}, ${layer.channels}${layer.arguments}, output);
output += ${layer.blocks.outputStep};
}
}
