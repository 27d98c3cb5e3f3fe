<#import "/comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *left, const int8_t *right, int8_t *output)
{
${p}_k_add(left, ${layer.left}, right, ${layer.right}, ${layer.count}, ${layer.arguments}, output);
}
