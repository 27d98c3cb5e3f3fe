<#assign n = section.positions>
/*
 * Arranges values of ${n} positions, which lie step values apart: of every four of them values 0 and 2
 * of all positions, then values 1 and 3.
 */
static uint32_t *${p}_k_halfword_strip_${n}(const int16_t *from, int32_t step, int32_t count, uint32_t *strip)
{
for (; count > 0; count--)
{
const int16_t *position = from;

<#list 0..<n as i>
{
const uint32_t first = ${p}_k_halfwords(position);
const uint32_t second = ${p}_k_halfwords(&position[2]);

strip[${i}] = ${p}_k_lower(first, second);
strip[${i + n}] = ${p}_k_higher(first, second);
}
<#sep>
position += step;
</#sep>
</#list>
from += 4;
strip += ${2 * n};
}
return strip;
}
