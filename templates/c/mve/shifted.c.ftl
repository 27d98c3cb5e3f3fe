#if ${p?upper_case}_MVE
/* The same as ${p}_k_${section.name()} without what it adds and clamps. */
static inline int32x4_t ${p}_k_shifted_${section.suffix()}(int32x4_t sums, int32x4_t multipliers, int32x4_t shifts)
{
<#if section.once>
int32x4_t scaled = vqdmulhq_s32(sums, multipliers);
<#else>
int32x4_t scaled = vqrdmulhq_s32(sums, multipliers);
</#if>

<#if section.signed>
scaled = vaddq_s32(scaled, vshrq_n_s32(scaled, 31));
</#if>
return vrshlq_s32(scaled, shifts);
}
#endif
