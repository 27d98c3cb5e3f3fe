<#assign id = program.id>
/* ${program.banner} */
#include "${id}.h"

/* What each raw byte becomes<#if raw.tables?size != 1>, for each channel</#if>. */
static const ${program.input.type} ${id}_quantize_table[<#if raw.tables?size != 1>${raw.tables?size}][</#if>256] =
{
<#list raw.tables as table>
<#if raw.tables?size != 1>
{
</#if>
<#list table as line>
${line}
</#list>
<#if raw.tables?size != 1>
}<#sep>,</#sep>
</#if>
</#list>
};

void ${id}_quantize_input(${program.parameter()}, const uint8_t *raw)
{
${program.input.type} *input = ${id}_input(${program.argument()});

<#if raw.uniform>
for (int32_t i = 0; i < ${program.upper}_INPUTS; i++)
{
input[i] = ${id}_quantize_table[raw[i]];
}
<#else>
for (int32_t first = 0; first < ${program.upper}_INPUTS; first += ${raw.channels})
{
<#if raw.swapped>
<#list raw.tableOf as table>
input[first + ${table?index}] = ${id}_quantize_table<#if raw.tables?size != 1>[${table}]</#if>[raw[first + ${raw.channels - 1 - table?index}]];
</#list>
<#else>
for (int32_t channel = 0; channel < ${raw.channels}; channel++)
{
input[first + channel] = ${id}_quantize_table[channel][raw[first + channel]];
}
</#if>
}
</#if>
}
