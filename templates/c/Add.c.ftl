<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(const ${layer.leftType} *left, const ${layer.rightType} *right, ${outputType} *output)
{
for (int32_t i = 0; i < ${layer.count}; i++)
{
const int32_t a = ${layer.left};
const int32_t b = ${layer.right};
const int32_t sum = ${layer.sum};

output[i] = ${clamp}(sum, ${layer.minimum}, ${layer.maximum});
}
}
