<#assign id = program.id>
<#macro memory bank>
<#if program.several()>
int8_t *${program.banks[bank].name}_memory = arenas[${program.upper}_BANK_${program.banks[bank].upper}];
<#else>
int8_t *memory = arena;
</#if>
</#macro>
<#macro memories>
<#if program.several()>
<#list program.banks as bank>
<@memory bank?index/>
</#list>
<#else>
<@memory 0/>
</#if>
</#macro>
/* ${program.banner} */
#include "${id}.h"

#include <stddef.h>
#include <string.h>

#include "${id}_weights.h"

/* The arithmetic below needs it; C leaves it to the compiler. */
typedef char ${id}_shift_is_arithmetic[(-1 >> 1) == -1 ? 1 : -1];
typedef char ${id}_int_has_32_bits[sizeof(int) >= 4 ? 1 : -1];

<#if program.helpers?seq_contains("SCALE")>
/* value * multiplier / 2^31, to nearest. */
static inline int32_t ${id}_scale(int32_t value, int32_t multiplier)
{
return (int32_t)(((int64_t)value * multiplier + (1 << 30)) >> 31);
}

</#if>
<#if program.helpers?seq_contains("ROUND_SHIFT")>
/* value / 2^exponent, to nearest, ties away from zero; exponent 1 to 30, the sum fits. */
static inline int32_t ${id}_round_shift(int32_t value, int32_t exponent)
{
return (value + ((int32_t)1 << (exponent - 1)) + (value >> 31)) >> exponent;
}

</#if>
<#if program.helpers?seq_contains("ROUND_SHIFT_ANY")>
/* value / 2^exponent, to nearest, ties away from zero; exponent 0 to 31. */
static inline int32_t ${id}_round_shift_any(int32_t value, int32_t exponent)
{
const int32_t mask = (int32_t)(((uint32_t)1 << exponent) - 1u);
const int32_t half = (mask >> 1) + (value < 0);

return (value >> exponent) + ((value & mask) > half);
}

</#if>
<#if program.helpers?seq_contains("SCALE_ANY")>
/* Shifts left before the product, or right after it, and adds the zero point, modulo 2^32. */
static int32_t ${id}_scale_any(int32_t value, int32_t multiplier, int32_t shift, int32_t zero_point)
{
const int32_t left = shift > 0 ? shift : 0;
const int32_t right = shift < 0 ? -shift : 0;
const int32_t scaled = ${id}_scale((int32_t)((uint32_t)value << left), multiplier);

return (int32_t)((uint32_t)${id}_round_shift_any(scaled, right) + (uint32_t)zero_point);
}

</#if>
<#if program.helpers?seq_contains("SCALE_ONCE")>
/*
 * value * multiplier / 2^exponent, to nearest, ties upwards, plus the zero point, modulo 2^32;
 * exponent 1 to 62.
 */
static inline int32_t ${id}_scale_once(int32_t value, int32_t multiplier, int32_t exponent, int32_t zero_point)
{
const int64_t half = (int64_t)1 << (exponent - 1);

return (int32_t)((uint32_t)(((int64_t)value * multiplier + half) >> exponent) + (uint32_t)zero_point);
}

</#if>
<#if program.helpers?seq_contains("CLAMP")>
static inline int8_t ${id}_clamp(int32_t value, int32_t minimum, int32_t maximum)
{
return (int8_t)(value < minimum ? minimum : value > maximum ? maximum : value);
}

</#if>
<#if program.helpers?seq_contains("CLAMP16")>
static inline int16_t ${id}_clamp16(int32_t value, int32_t minimum, int32_t maximum)
{
return (int16_t)(value < minimum ? minimum : value > maximum ? maximum : value);
}

</#if>
<#if program.helpers?seq_contains("DIVIDE")>
/* To nearest, ties away from zero. */
static inline int32_t ${id}_divide(int32_t sum, int32_t count)
{
return (sum < 0 ? sum - count / 2 : sum + count / 2) / count;
}

</#if>
<#if program.helpers?seq_contains("LARGER")>
static inline int32_t ${id}_larger(int32_t left, int32_t right)
{
return left > right ? left : right;
}

</#if>
<#if program.helpers?seq_contains("RECIPROCAL")>
static int32_t ${id}_saturate(int64_t value)
{
return (int32_t)(value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : value);
}

/*
* 2^62 / value for a value from 2^31 on, by three Newton steps from 48/17 - 32/17 * value (two
* integer bits), as gemmlowp's one_over_one_plus_x_for_x_in_0_1 computes it.
*/
static int32_t ${id}_reciprocal(uint32_t value)
{
const int32_t half = (int32_t)(value >> 1);
int32_t x = 1515870810 + ${id}_scale(half, -1010580540);

for (int32_t step = 0; step < 3; step++)
{
const int32_t error = (1 << 29) - ${id}_scale(half, x);

x += ${id}_saturate((int64_t)${id}_scale(x, error) * 4);
}
return ${id}_saturate((int64_t)x * 2);
}

</#if>
<#list sections as section>
${section}

</#list>
<#list layers as layer>
${layer}

</#list>
${program.input.type} *${id}_input(${program.parameter()})
{
<@memory program.input.bank/>

return <#if program.input.elementBytes != 1>(void *)</#if>${program.input.place};
}

const ${program.output.type} *${id}_invoke(${program.parameter()})
{
<@memories/>

<#list program.calls as call>
<#if call.hasCode && call.rows == 0>
${call.text}
</#if>
</#list>
return <#if program.output.elementBytes != 1>(void *)</#if>${program.output.place};
}

const void *${id}_run_layer(${program.parameter()}, int32_t layer, int32_t part, int32_t *bytes)
{
<@memories/>

switch (layer)
{
<#list program.calls as call>
case ${call?index}:
if (part <#if call.rows == 0>> 0<#else>>= ${call.rows}</#if>)
{
break;
}
<#if call.hasCode>
${call.text}
</#if>
*bytes = ${call.bytes};
return ${call.place};
</#list>
default:
break;
}
*bytes = 0;
return NULL;
}
