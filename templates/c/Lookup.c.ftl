<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *input, int8_t *output)
{
for (int32_t i = 0; i < ${layer.count}; i++)
{
output[i] = ${f}_table[input[i] + 128];
}
}
