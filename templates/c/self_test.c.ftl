<#assign id = program.id>
/* ${program.banner} */
#include <stddef.h>
#include <string.h>

#include "${id}.h"
#include "${id}_test_vectors.h"

static uint32_t ${id}_checksum(uint32_t checksum, const uint8_t *data, int32_t bytes)
{
for (int32_t i = 0; i < bytes; i++)
{
checksum = (checksum ^ data[i]) * 16777619u;
}
return checksum;
}

int ${id}_self_test(${program.parameter()})
{
memcpy(${id}_input(${program.argument()}), ${id}_test_input, sizeof ${id}_test_input);
for (int32_t layer = 0; layer < ${program.upper}_LAYERS; layer++)
{
uint32_t checksum = 2166136261u;
int32_t bytes = 0;
const uint8_t *output = ${id}_run_layer(${program.argument()}, layer, 0, &bytes);

for (int32_t part = 1; output != NULL; part++)
{
checksum = ${id}_checksum(checksum, output, bytes);
output = ${id}_run_layer(${program.argument()}, layer, part, &bytes);
}
if (checksum != ${id}_test_checksums[layer])
{
return (int)layer + 1;
}
}
return 0;
}
