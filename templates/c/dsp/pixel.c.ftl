/*
 * One pixel of 4 * count bytes, four output channels at a time, of each a word of weights in turn;
 * the last channels one at a time.
 */
static void ${p}_k_${section.function}(const int8_t *input, int32_t count, const uint32_t *w, const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels${section.parameters}, int8_t *output)
{
const int8_t *const end = &input[count * 4];

for (; channels > 3; channels -= 4)
{
int32_t a = scales[0];
int32_t b = scales[2];
int32_t c = scales[4];
int32_t d = scales[6];

for (const int8_t *x = input; x != end; x += 4)
{
const uint32_t word = ${p}_k_word(x);
const uint32_t even = ${p}_k_even(word);
const uint32_t odd = ${p}_k_odd(word);

a = ${p}_k_dual(${p}_k_even(w[0]), even, a);
a = ${p}_k_dual(${p}_k_odd(w[0]), odd, a);
b = ${p}_k_dual(${p}_k_even(w[1]), even, b);
b = ${p}_k_dual(${p}_k_odd(w[1]), odd, b);
c = ${p}_k_dual(${p}_k_even(w[2]), even, c);
c = ${p}_k_dual(${p}_k_odd(w[2]), odd, c);
d = ${p}_k_dual(${p}_k_even(w[3]), even, d);
d = ${p}_k_dual(${p}_k_odd(w[3]), odd, d);
w += 4;
}
output[0] = ${p}_k_${section.scale}(a, scales[1], (int32_t)((uint32_t)zero << shifts[0]), shifts[0]${section.arguments});
output[1] = ${p}_k_${section.scale}(b, scales[3], (int32_t)((uint32_t)zero << shifts[1]), shifts[1]${section.arguments});
output[2] = ${p}_k_${section.scale}(c, scales[5], (int32_t)((uint32_t)zero << shifts[2]), shifts[2]${section.arguments});
output[3] = ${p}_k_${section.scale}(d, scales[7], (int32_t)((uint32_t)zero << shifts[3]), shifts[3]${section.arguments});
scales += 8;
shifts += 4;
output += 4;
}
for (; channels > 0; channels--)
{
int32_t a = scales[0];

for (const int8_t *x = input; x != end; x += 4)
{
const uint32_t word = ${p}_k_word(x);

a = ${p}_k_dual(${p}_k_even(*w), ${p}_k_even(word), a);
a = ${p}_k_dual(${p}_k_odd(*w), ${p}_k_odd(word), a);
w++;
}
*output = ${p}_k_${section.scale}(a, scales[1], (int32_t)((uint32_t)zero << shifts[0]), shifts[0]${section.arguments});
scales += 2;
shifts++;
output++;
}
}
