<#assign id = program.id>
/* ${program.banner} */
#include <string.h>

#include "${id}.h"
#include "${id}_test_vectors.h"

static uint32_t ${id}_checksum(const uint8_t *data, int32_t bytes)
{
uint32_t checksum = 2166136261u;

for (int32_t i = 0; i < bytes; i++)
{
checksum = (checksum ^ data[i]) * 16777619u;
}
return checksum;
}

int ${id}_self_test(void *arena)
{
memcpy(${id}_input(arena), ${id}_test_input, sizeof ${id}_test_input);
for (int32_t layer = 0; layer < ${program.upper}_LAYERS; layer++)
{
int32_t bytes = 0;
const uint8_t *output = ${id}_run_layer(arena, layer, &bytes);

if (${id}_checksum(output, bytes) != ${id}_test_checksums[layer])
{
return (int)layer + 1;
}
}
return 0;
}
