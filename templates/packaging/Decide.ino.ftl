/* ${package.banner} */
#include <${package.id}.h>

<#if package.banks?has_content>
/* Tell the linker which bank of RAM each of these belongs to. */
<#list package.banks as bank>
static uint8_t ${bank}_memory[${package.upper}_BANK_${bank?upper_case}_BYTES] __attribute__((aligned(${package.upper}_ARENA_ALIGN)));
</#list>
static void *arena[${package.upper}_BANKS] = {<#list package.banks as bank>${bank}_memory<#sep>, </#sep></#list>};
<#else>
static uint8_t arena[${package.upper}_ARENA_BYTES] __attribute__((aligned(${package.upper}_ARENA_ALIGN)));
</#if>

/* What a sensor gives: unsigned bytes, channels last. */
static uint8_t raw[${package.upper}_INPUTS];

void setup()
{
Serial.begin(115200);
while (!Serial)
{
}

const int failed = ${package.id}_self_test(arena);

if (failed == 0)
{
Serial.println("bit-exact");
}
else
{
Serial.print("NOT bit-exact: the first layer that differs is number ");
Serial.println(failed - 1);
}
}

void loop()
{
/* Here: fill raw. Features that are no bytes: ${package.id}_quantize_input_float. */
${package.id}_quantize_input(arena, raw);

const auto *output = ${package.id}_invoke(arena);
int best = 0;

for (int i = 1; i < ${package.upper}_OUTPUTS; i++)
{
best = output[i] > output[best] ? i : best;
}
Serial.print("decision: class ");
Serial.println(best);
delay(1000);
}
