<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
for (int32_t i = 0; i < ${layer.count}; i++)
{
const int32_t value = ${layer.value};

output[i] = ${clamp}(value, ${layer.minimum}, ${layer.maximum});
}
}
