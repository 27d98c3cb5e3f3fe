<#assign id = program.id>
/* ${program.banner} */
#include "${id}.h"

<#if raw.means?size != 1>
static const double ${id}_quantize_means[${raw.channels}] =
{
<#list raw.means as mean>
${mean}<#sep>,</#sep>
</#list>
};

</#if>
<#if raw.deviations?size != 1>
static const double ${id}_quantize_deviations[${raw.channels}] =
{
<#list raw.deviations as deviation>
${deviation}<#sep>,</#sep>
</#list>
};

</#if>
/* The nearest integer, ties away from zero, saturated; the zero point for what is no number. */
static ${program.input.type} ${id}_quantize(float real)
{
const float steps = real / ${program.input.scale};
const float magnitude = steps < 0.0f ? -steps : steps;
int32_t whole = 0;

if (magnitude > 65536.0f)
{
whole = 65536;
}
if (magnitude <= 65536.0f)
{
whole = (int32_t)magnitude;
whole += magnitude - (float)whole >= 0.5f ? 1 : 0;
}
whole = (steps < 0.0f ? -whole : whole)${raw.plusZeroPoint};
whole = whole < ${raw.minimum} ? ${raw.minimum} : whole;
return (${program.input.type})(whole > ${raw.maximum} ? ${raw.maximum} : whole);
}

void ${id}_quantize_input_float(${program.parameter()}, const float *raw)
{
${program.input.type} *input = ${id}_input(${program.argument()});

<#if raw.plain>
for (int32_t i = 0; i < ${program.upper}_INPUTS; i++)
{
input[i] = ${id}_quantize(raw[i]);
}
<#else>
for (int32_t first = 0; first < ${program.upper}_INPUTS; first += ${raw.channels})
{
for (int32_t channel = 0; channel < ${raw.channels}; channel++)
{
/* Through memory, so that no compiler makes one operation of product and difference. */
const volatile double scaled = (double)raw[first + <#if raw.swapped>${raw.channels - 1} - </#if>channel] * ${raw.scale};
const double centred = scaled - <#if raw.means?size != 1>${id}_quantize_means[channel]<#else>(${raw.means[0]})</#if>;

input[first + channel] = ${id}_quantize((float)(centred / <#if raw.deviations?size != 1>${id}_quantize_deviations[channel]<#else>${raw.deviations[0]}</#if>));
}
}
</#if>
}
