/*
 * Arranges 4 * count values of one pixel as pairs of lanes. Columns of four pixels lie side by side:
 * a pair of each, values 0 and 2, then values 1 and 3.
 */
static uint32_t *${p}_k_halfword_column(const int16_t *from, int32_t count, uint32_t *column)
{
for (; count > 0; count--)
{
const uint32_t first = ${p}_k_halfwords(from);
const uint32_t second = ${p}_k_halfwords(&from[2]);

column[0] = ${p}_k_lower(first, second);
column[4] = ${p}_k_higher(first, second);
from += 4;
column += 8;
}
return column;
}
