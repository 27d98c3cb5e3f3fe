<#assign id = program.id>
/* ${program.banner} */
#ifndef ${program.upper}_TEST_VECTORS_H
#define ${program.upper}_TEST_VECTORS_H

#include <stdint.h>

#include "${id}.h"

/* An input. */
static const ${program.input.type} ${id}_test_input[${program.upper}_INPUT_BYTES${program.input.perElement()}] =
{
<#list test.input as line>
${line}
</#list>
};

/* The output for it. */
static const ${program.output.type} ${id}_test_output[${program.upper}_OUTPUT_BYTES${program.output.perElement()}] =
{
<#list test.output as line>
${line}
</#list>
};

/* FNV-1a over the bytes of each layer's output for it. */
static const uint32_t ${id}_test_checksums[${program.upper}_LAYERS] =
{
<#list test.checksums as line>
${line}
</#list>
};

#endif
