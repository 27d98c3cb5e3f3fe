/*
<#list section.comment as line>
* ${line}
</#list>
*/
#if ${p?upper_case}_MVE
static inline int32x4_t ${p}_k_${section.name}(int32x4_t sums, int32x4_t multipliers, int32x4_t shifts, int32_t zero_point, int32_t minimum, int32_t maximum)
{
<#if section.left != 0>
const int32x4_t shifted = vshlq_n_s32(sums, ${section.left});
</#if>
<#if section.once>
int32x4_t scaled = vqdmulhq_s32(${(section.left == 0)?then("sums", "shifted")}, multipliers);
<#else>
int32x4_t scaled = vqrdmulhq_s32(sums, multipliers);
</#if>

<#if section.signed>
scaled = vaddq_s32(scaled, vshrq_n_s32(scaled, 31));
</#if>
scaled = vaddq_n_s32(vrshlq_s32(scaled, shifts), zero_point);
return vminq_s32(vmaxq_s32(scaled, vdupq_n_s32(minimum)), vdupq_n_s32(maximum));
}
#else
static inline int32_t ${p}_k_${section.name}(int32_t sum, int32_t multiplier, int32_t shift, int32_t zero_point, int32_t minimum, int32_t maximum)
{
<#if section.left != 0>
const int32_t shifted = sum * ${section.factor()};
</#if>
<#if section.once>
int32_t scaled = (int32_t)(((int64_t)${(section.left == 0)?then("sum", "shifted")} * multiplier) >> 31);
<#else>
int32_t scaled = (int32_t)(((int64_t)sum * multiplier + (1 << 30)) >> 31);
</#if>

<#if section.signed>
scaled += scaled >> 31;
</#if>
scaled = (int32_t)(((int64_t)scaled + ((int64_t)1 << (-shift - 1))) >> -shift) + zero_point;
return scaled < minimum ? minimum : scaled > maximum ? maximum : scaled;
}
#endif
