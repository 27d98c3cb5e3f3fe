<#import "/pool.ftl" as pool>
<#assign M = p?upper_case + "_MVE">
<#assign some = section.average?then(8, 16)>
/* The ${section.average?then("average", "largest")} of some columns of some rows, ${section.average?then("eight", "sixteen")} channels at a time. */
static inline void ${p}_k_${section.name}(<@pool.parameters/>)
{
#if ${M}
for (int32_t channel = 0; channel < channels; channel += ${some})
{
const mve_pred16_t inside = <#if section.average>vctp16q<#else>vctp8q</#if>((uint32_t)(channels - channel));
const int8_t *row = &from[channel];
<#if section.average>
int16x8_t sums = vdupq_n_s16(0);
int16_t each[8];
<#else>
int8x16_t most = vdupq_n_s8(-128);
</#if>

<@pool.window>
<#if section.average>
sums = vaddq_s16(sums, vldrbq_z_s16(x, inside));
<#else>
most = vmaxq_s8(most, vldrbq_z_s8(x, inside));
</#if>
</@pool.window>
<#if section.average>
vstrhq_s16(each, sums);
for (int32_t i = 0; i < 8 && channel + i < channels; i++)
{
output[channel + i] = <@pool.stored "each[i]"/>;
}
<#else>
<#if section.clamped>
most = vminq_s8(vmaxq_s8(most, vdupq_n_s8((int8_t)minimum)), vdupq_n_s8((int8_t)maximum));
</#if>
vstrbq_p_s8(&output[channel], most, inside);
</#if>
}
#else
for (int32_t channel = 0; channel < channels; channel++)
{
const int8_t *row = &from[channel];
int32_t value = ${section.average?then("0", "INT8_MIN")};

<@pool.window>
<#if section.average>
value += *x;
<#else>
value = *x > value ? *x : value;
</#if>
</@pool.window>
output[channel] = <@pool.stored "value"/>;
}
#endif
}
