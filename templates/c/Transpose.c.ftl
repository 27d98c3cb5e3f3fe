<#import "comment.ftl" as comment>
<#import "copy.ftl" as copy>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
<@copy.box layer.copy/>
}
