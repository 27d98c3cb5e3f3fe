<#import "requantise.ftl" as requantise>
<#import "comment.ftl" as comment>
<#assign w = layer.window>
<@requantise.function layer.requantise/>

/* One output pixel: kernel points from first on, a stride apart, and the input pixels they meet. */
static void ${f}_pixel(const ${inputType} *input, int32_t bottom, int32_t right, ${outputType} *output)
{
const int32_t first_row = bottom < ${layer.in.height() * w.strideHeight()} ? bottom % ${w.strideHeight()} : bottom - ${(layer.in.height() - 1) * w.strideHeight()};
const int32_t end_row = bottom < ${w.kernelHeight()} ? bottom + 1 : ${w.kernelHeight()};
const int32_t first_column = right < ${layer.in.width() * w.strideWidth()} ? right % ${w.strideWidth()} : right - ${(layer.in.width() - 1) * w.strideWidth()};
const int32_t end_column = right < ${w.kernelWidth()} ? right + 1 : ${w.kernelWidth()};

for (int32_t channel = 0; channel < ${layer.out.channels()}; channel++)
{
int32_t sum = ${f}_bias[channel];

for (int32_t y = first_row; y < end_row; y += ${w.strideHeight()})
{
const ${inputType} *row = &input[(bottom - y) / ${w.strideHeight()} * ${layer.in.width() * layer.in.channels()}];
const int8_t *weights = &${f}_weights[(channel * ${w.kernelHeight()} + y) * ${w.kernelWidth() * layer.in.channels()}];

for (int32_t x = first_column; x < end_column; x += ${w.strideWidth()})
{
const ${inputType} *pixel = &row[(right - x) / ${w.strideWidth()} * ${layer.in.channels()}];

for (int32_t i = 0; i < ${layer.in.channels()}; i++)
{
sum += ${layer.value} * weights[x * ${layer.in.channels()} + i];
}
}
}
output[channel] = ${f}_requantise(sum<#if layer.requantise.perChannel>, channel</#if>);
}
}

<@comment.of layer.head.comment/>
static void ${f}(const ${inputType} *input, ${outputType} *output)
{
for (int32_t y = 0; y < ${layer.out.height()}; y++)
{
for (int32_t x = 0; x < ${layer.out.width()}; x++)
{
${f}_pixel(input, y<#if w.padTop() != 0> + ${w.padTop()}</#if>, x<#if w.padLeft() != 0> + ${w.padLeft()}</#if>, output);
output += ${layer.out.channels()};
}
}
}
