<#-- Windows of pixels, whole or as columns; expects f, p and a WindowModel. -->
<#macro functions w>
<#if w.border>
<@grid.gather w.gather/>

</#if>
</#macro>

<#-- Copies or gathers a window to where window points; expects top and left. -->
<#macro whole w>
<#if w.border && w.interior>
if (${w.inside})
{
</#if>
<#if w.interior>
<@runs w>
${p?upper_case}_COPY(<#if inputType != "int8_t">(void *)</#if>&window[${w.windowIndex}], <#if inputType != "int8_t">(const void *)</#if>&from[${w.imageIndex}], ${w.runBytes});
</@runs>
</#if>
<#if w.border && w.interior>
}
else
{
</#if>
<#if w.border>
${f}_gather(input, top, left, window);
</#if>
<#if w.border && w.interior>
}
</#if>
</#macro>

<#macro runs w>
const ${inputType} *const from = &input[${w.first}];

<#if w.rowLoop>
for (int32_t row = 0; row < ${w.rows}; row++)
{
</#if>
<#if w.runLoop>
for (int32_t k = 0; k < ${w.rowRuns}; k++)
{
</#if>
<#nested>
<#if w.runLoop>
}
</#if>
<#if w.rowLoop>
}
</#if>
</#macro>

<#macro place w>
const int32_t top = ${w.top};
const int32_t left = ${w.left};

</#macro>
