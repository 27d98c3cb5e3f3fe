<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
for (int32_t y = 0; y < ${layer.rows}; y++)
{
const ${inputType} *row = &input[${layer.row} * ${layer.width * layer.channels}];

for (int32_t x = 0; x < ${layer.columns}; x++)
{
memcpy(output, &row[${layer.column} * ${layer.channels}], ${layer.pixelBytes});
output += ${layer.channels};
}
}
}
