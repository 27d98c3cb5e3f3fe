/* The same of four pixels, whose bytes lie step bytes apart. */
static uint32_t *${p}_k_four_columns(const int8_t *from, int32_t step, int32_t count, uint32_t *columns)
{
const int8_t *second = &from[step];
const int8_t *third = &second[step];
const int8_t *fourth = &third[step];

for (; count > 0; count--)
{
const uint32_t a = ${p}_k_word(from);
const uint32_t b = ${p}_k_word(second);
const uint32_t c = ${p}_k_word(third);
const uint32_t d = ${p}_k_word(fourth);

columns[0] = ${p}_k_even(a);
columns[1] = ${p}_k_even(b);
columns[2] = ${p}_k_even(c);
columns[3] = ${p}_k_even(d);
columns[4] = ${p}_k_odd(a);
columns[5] = ${p}_k_odd(b);
columns[6] = ${p}_k_odd(c);
columns[7] = ${p}_k_odd(d);
from += 4;
second += 4;
third += 4;
fourth += 4;
columns += 8;
}
return columns;
}
