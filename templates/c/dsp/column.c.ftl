/*
 * Extends bytes to pairs of lanes, 4 * count bytes of one pixel. Columns of four pixels lie side by
 * side: a pair of each, bytes 0 and 2, then bytes 1 and 3.
 */
static uint32_t *${p}_k_column(const int8_t *from, int32_t count, uint32_t *column)
{
for (; count > 0; count--)
{
const uint32_t word = ${p}_k_word(from);

column[0] = ${p}_k_even(word);
column[4] = ${p}_k_odd(word);
from += 4;
column += 8;
}
return column;
}
