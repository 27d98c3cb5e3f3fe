<#import "/pool.ftl" as pool>
<#assign names = ["a", "b", "c", "d"]>
/*
 * The ${section.average?then("average", "largest")} of some columns of some rows, four channels at a time; for a last block that is not
 * full, the channels before are done again.
 */
static inline void ${p}_k_${section.name}(<@pool.parameters/>)
{
for (int32_t channel = 0; channel < channels; channel += 4)
{
const int32_t first = channel > channels - 4 ? channels - 4 : channel;
const int8_t *row = &from[first];
int8_t *const to = &output[first];
<#list names as name>
int32_t ${name} = ${section.average?then("0", "INT8_MIN")};
</#list>

<@pool.window>
<#list names as name>
<#if section.average>
${name} += x[${name?index}];
<#else>
${name} = x[${name?index}] > ${name} ? x[${name?index}] : ${name};
</#if>
</#list>
</@pool.window>
<#list names as name>
to[${name?index}] = <@pool.stored name/>;
</#list>
}
}
