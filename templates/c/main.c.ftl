<#assign id = program.id>
/* ${program.banner} */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "${id}.h"
#include "${id}_test_vectors.h"

static const char *const layers[${program.upper}_LAYERS] =
{
<#list program.calls as call>
"${call.name}"<#sep>,</#sep>
</#list>
};

<#if program.several()>
/*
* C99 has no keyword for alignment, so there is room to start at a multiple. Tell the linker which
* bank of RAM each of these belongs to.
*/
<#list program.banks as bank>
static uint8_t ${bank.name}_memory[${program.upper}_BANK_${bank.upper}_BYTES + ${program.upper}_ARENA_ALIGN - 1];
</#list>

static void *aligned(uint8_t *memory)
{
const uintptr_t past = (uintptr_t)memory % ${program.upper}_ARENA_ALIGN;

return past == 0 ? memory : &memory[${program.upper}_ARENA_ALIGN - past];
}

<#else>
/* C99 has no keyword for alignment, so there is room to start at a multiple. */
static uint8_t memory[${program.upper}_ARENA_BYTES + ${program.upper}_ARENA_ALIGN - 1];

static void *aligned(void)
{
const uintptr_t past = (uintptr_t)memory % ${program.upper}_ARENA_ALIGN;

return past == 0 ? memory : &memory[${program.upper}_ARENA_ALIGN - past];
}

</#if>
/* What a sensor gives, channels last. */
static ${raw.pixels?then("uint8_t", "float")} raw[${program.upper}_INPUTS];

/* In firmware: a camera or a microphone. */
static void read_sensor(void)
{
for (int32_t i = 0; i < ${program.upper}_INPUTS; i++)
{
raw[i] = (${raw.pixels?then("uint8_t", "float")})(i * 37 % 256);
}
}

static int32_t largest(const ${program.output.type} *output)
{
int32_t best = 0;

for (int32_t i = 1; i < ${program.upper}_OUTPUTS; i++)
{
best = output[i] > output[best] ? i : best;
}
return best;
}

int main(void)
{
<#if program.several()>
void *arenas[${program.upper}_BANKS];
<#else>
void *arena = aligned();
const int failed = ${id}_self_test(arena);
</#if>
const ${program.output.type} *output;
int32_t best;
<#if program.several()>
int failed;

<#list program.banks as bank>
arenas[${program.upper}_BANK_${bank.upper}] = aligned(${bank.name}_memory);
</#list>
failed = ${id}_self_test(arenas);
</#if>

if (failed != 0)
{
printf("NOT bit-exact: layer %d (%s) is the first that differs\n", failed - 1, layers[failed - 1]);
return 1;
}
printf("bit-exact\n");

/* An input that is quantised already. */
memcpy(${id}_input(${program.argument()}), ${id}_test_input, sizeof ${id}_test_input);
output = ${id}_invoke(${program.argument()});
best = largest(output);
printf("largest output: %d of %d, value %d\n", (int)best, ${program.upper}_OUTPUTS, output[best]);
if (memcmp(output, ${id}_test_output, sizeof ${id}_test_output) != 0)
{
return 1;
}

/* From the sensor to the decision. */
read_sensor();
${id}_quantize_input<#if !raw.pixels>_float</#if>(${program.argument()}, raw);
output = ${id}_invoke(${program.argument()});
best = largest(output);
<#if classes?has_content>
printf("decision: %s, value %d\n", ${id}_class_names[best], output[best]);
<#else>
printf("decision: class %d, value %d\n", (int)best, output[best]);
</#if>
return 0;
}
