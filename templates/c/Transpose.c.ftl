<#import "comment.ftl" as comment>
<#import "copy.ftl" as copy>
<@comment.of layer.head.comment/>
static void ${f}(const int8_t *input, int8_t *output)
{
<@copy.box layer.copy/>
}
