<#-- Loops over output pixels; expects f. -->
<#macro gather g>
/* Copies a window that reaches over the edge, with the zero point for what lies outside. */
static void ${f}_gather(const ${inputType} *input, int32_t top, int32_t left, ${inputType} *window)
{
<#if g.contiguous && g.columnsClipped>
const int32_t first = left < 0 ? 0 : left;
const int32_t end = left + ${g.columns} > ${g.width} ? ${g.width} : left + ${g.columns};

</#if>
memset(window, ${g.zeroPoint}, ${g.bytes});
<#if g.rowLoop>
for (int32_t y = 0; y < ${g.rows}; y++)
{
</#if>
const int32_t row = ${g.row};

<#if !g.contiguous>
for (int32_t x = 0; x < ${g.columns}; x++)
{
const int32_t column = ${g.column};

</#if>
<#if g.inside != "">
if (${g.inside})
{
</#if>
memcpy(&window[${g.windowIndex}], &input[${g.inputIndex}], ${g.size});
<#if g.inside != "">
}
</#if>
<#if !g.contiguous>
}
</#if>
<#if g.rowLoop>
}
</#if>
}
</#macro>

<#macro parameters grid><#list grid.parameters as parameter>${parameter}, </#list></#macro>

<#macro loops grid>
<#if grid.rowLoop>
for (int32_t y = 0; y < ${grid.rows}; y++)
{
</#if>
<#if grid.columnLoop>
for (int32_t x = 0; x < ${grid.columns}; x++)
{
</#if>
<#if grid.border && grid.interior>
if (${grid.condition})
{
</#if>
<#if grid.interior>
${f}_pixel(<#if grid.index == "">input<#else>&input[${grid.index}]</#if>, <#list grid.imageSteps as step>${step}, </#list>output);
</#if>
<#if grid.border && grid.interior>
}
else
{
</#if>
<#if grid.border>
${f}_gather(input, ${grid.top}, ${grid.left}, window);
${f}_pixel(window, <#list grid.windowSteps as step>${step}, </#list>output);
</#if>
<#if grid.border && grid.interior>
}
</#if>
<#if grid.rowLoop || grid.columnLoop>
output += ${grid.outputChannels};
</#if>
<#if grid.columnLoop>
}
</#if>
<#if grid.rowLoop>
}
</#if>
</#macro>
