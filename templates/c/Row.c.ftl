<#-- One row of a layer inside a chain, and behind the last layer all rows. -->
<#import "comment.ftl" as comment>
<#macro make band>
<#if row.previous == "">
memcpy(${band.place}, &((const int8_t *)input)[${band.source}], ${band.imageRow});
<#else>
${row.previous}(input, work, ${band.from}, ${band.cast}${band.place});
</#if>
</#macro>
<#if row.band??><#assign band = row.band></#if>
/* Row y of the output. */
static void ${row.f}_row(const ${row.source} *input, int8_t *work, int32_t y, ${row.output} *output)
{
<#if !row.band??>
<#if !row.usesWork>
(void)work;
</#if>
${row.f}(&input[y * ${row.inputStep}], output${row.scratch});
<#else>
int8_t *const band = &work[${band.offset}];
<#if band.single>

<#if band.padded>
if (y == 0)
{
memset(band, ${band.zeroPoint}, ${band.bytes});
}
</#if>
<@make band/>
<#else>
const int32_t top = ${band.top};
int32_t row = <#if (band.padTop > 0 || band.kept > 0)>y == 0 ? ${band.padTop} : ${band.kept}<#else>0</#if>;

<#if band.padded>
if (y == 0)
{
memset(band, ${band.zeroPoint}, ${band.bytes});
}
</#if>
<#if (band.kept > 0)>
<#if band.padded>
else
<#else>
if (y > 0)
</#if>
{
memmove(band, &band[${band.slideBytes}], ${band.keptBytes});
}
</#if>
for (; row < ${band.rows}; row++)
{
<#if band.below>
if (top + row >= ${band.height})
{
memset(&band[row * ${band.rowBytes}], ${band.zeroPoint}, ${band.rowBytes});
continue;
}
</#if>
<@make band/>
}
</#if>
${row.f}(${band.cast}band, output${row.scratch});
</#if>
}
<#if row.whole??>

<@comment.of row.whole.comment/>
static void ${row.f}_rows(const ${row.source} *input, int8_t *work, ${row.output} *output)
{
for (int32_t y = 0; y < ${row.whole.rows}; y++)
{
${row.f}_row(input, work, y, &output[y * ${row.whole.step}]);
}
}
</#if>
