<#assign bits = section.bits>
<#assign top = (bits == 8)?then(127, 32767)>
/* Half of the value, rounded down, as the nearest int${bits}. */
static inline int32_t ${p}_k_${section.function()}(int32_t value)
{
#if ${p?upper_case}_DSP
int32_t result;

__asm__("ssat %0, #${bits}, %1, asr #1" : "=r"(result) : "r"(value));
return result;
#else
return value < ${-2 * top - 2} ? ${-top - 1} : value > ${2 * top + 1} ? ${top} : value >> 1;
#endif
}
