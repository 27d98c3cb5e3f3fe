<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
for (int32_t channel = 0; channel < ${layer.channels}; channel++)
{
int32_t sum = ${layer.start};

for (int32_t pixel = 0; pixel < ${layer.pixels}; pixel++)
{
sum += input[pixel * ${layer.channels} + channel];
}

const int32_t value = ${layer.expression};

output[channel] = ${clamp}(value, ${layer.minimum}, ${layer.maximum});
}
}
