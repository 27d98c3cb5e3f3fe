<#-- What the dialects' functions for pools share; expects section and p. -->
<#macro parameters>const int8_t *from, int32_t rows, int32_t columns, int32_t row_step, int32_t channels, <#if section.average>int32_t count, </#if><#if section.clamped>int32_t minimum, int32_t maximum, </#if>int8_t *output</#macro>
<#macro stored value><#assign whole><#if section.average>${p}_divide(${value}, count)<#else>${value}</#if></#assign><#if section.clamped>${p}_clamp(${whole}, minimum, maximum)<#else>(int8_t)${whole}</#if></#macro>
<#macro window>
for (int32_t y = rows; y > 0; y--)
{
const int8_t *x = row;

for (int32_t k = columns; k > 0; k--)
{
<#nested>
x += channels;
}
row += row_step;
}
</#macro>
