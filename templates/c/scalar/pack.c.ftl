<#macro word i>
column[${2 * i}] = (uint32_t)first[${i}] + ((uint32_t)second[${i}] << 16);
</#macro>
/*
 * Puts the bytes of two pixels in words: first + second * 2^16. Columns of two pairs of pixels lie
 * side by side.
 */
static uint32_t *${p}_k_pack(const int8_t *first, const int8_t *second, int32_t count, uint32_t *column)
{
for (; count > 3; count -= 4)
{
<#list 0..3 as i>
<@word i/>
</#list>
first += 4;
second += 4;
column += 8;
}
for (int32_t i = 0; i < count; i++)
{
*column = (uint32_t)first[i] + ((uint32_t)second[i] << 16);
column += 2;
}
return column;
}
