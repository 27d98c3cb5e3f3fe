/* ${program.banner} */
#ifndef ${program.upper}_H
#define ${program.upper}_H

#include <stdint.h>

/*
<#list program.description as line>
* ${line}
</#list>
*
<#if program.several()>
* All calls take arenas: one in each bank of RAM below, of the size given there and the alignment,
* as an array of pointers in the order of the banks. Write the input before each run: its memory is
* used again on the way. The output stays until the next run. There is no other state, so several
* sets of arenas may be in use at once.
*/
<#list program.banks as bank>
#define ${program.upper}_BANK_${bank.upper} ${bank?index}
#define ${program.upper}_BANK_${bank.upper}_BYTES ${bank.bytes}
</#list>
#define ${program.upper}_BANKS ${program.banks?size}

/* Of all arenas, in the order of the banks; and their sum. */
#define ${program.upper}_ARENA_SIZES <#list program.banks as bank>${bank.bytes}<#sep>, </#sep></#list>
<#else>
* All calls take an arena: RAM of the size and alignment below. Write the input before each run:
* its memory is used again on the way. The output stays until the next run. There is no other
* state, so several arenas may be in use at once.
*/
</#if>
#define ${program.upper}_ARENA_BYTES ${program.arenaBytes}
#define ${program.upper}_ARENA_ALIGN ${program.arenaAlign}

/* Input: ${program.input.shape}, channels last. */
#define ${program.upper}_INPUT_BYTES ${program.input.bytes}
#define ${program.upper}_INPUTS ${program.input.elements}

/* Output: ${program.output.shape}, channels last. */
#define ${program.upper}_OUTPUT_BYTES ${program.output.bytes}
#define ${program.upper}_OUTPUTS ${program.output.elements}

#define ${program.upper}_LAYERS ${program.calls?size}

#ifdef __cplusplus
extern "C" {
#endif

/* real value = scale * (integer - zero point) */
extern const float ${program.id}_input_scale;
extern const int32_t ${program.id}_input_zero_point;
extern const float ${program.id}_output_scale;
extern const int32_t ${program.id}_output_zero_point;

/* SHA-256 of the model file that this was made from. */
extern const char ${program.id}_model_sha256[${program.hashBytes()}];

/* Where to write the input. */
${program.input.type} *${program.id}_input(${program.parameter()});

/*
 * Writes the input for ${program.upper}_INPUTS raw values, channels last:
 <#list raw.comment as line>
 * ${line}
 </#list>
 * For bytes there is nothing but a table; for floats all is computed as it was on the desk.
 */
void ${program.id}_quantize_input(${program.parameter()}, const uint8_t *raw);
void ${program.id}_quantize_input_float(${program.parameter()}, const float *raw);
<#if classes?has_content>

/* Names of the outputs. */
extern const char *const ${program.id}_class_names[${program.upper}_OUTPUTS];
</#if>

/* Runs the model; returns the output. */
const ${program.output.type} *${program.id}_invoke(${program.parameter()});

/*
* Runs one layer alone, counted from 0, and returns part 0, 1, .. of its output with the part's
* bytes, or NULL and 0 if there is no such layer or part. All layers but those inside a chain of
* layers that run together have one part. Layers find their inputs in the arena only if all are run
* in order, each with all its parts in order.
*/
const void *${program.id}_run_layer(${program.parameter()}, int32_t layer, int32_t part, int32_t *bytes);

/* Runs all layers on a known input; 0, or 1 + the first layer with a wrong output. */
int ${program.id}_self_test(${program.parameter()});

#ifdef __cplusplus
}
#endif

#endif
