<#assign M = p?upper_case + "_MVE">
/*
 * One pixel of some bytes, four output channels at a time. Of four channels, 16 weights of each lie
 * together; the last channels alone. The vectors may read 15 bytes behind the last weight.
 */
static void ${p}_k_${section.function}(const int8_t *input, int32_t bytes, const int8_t *w, const int32_t *bias, const int32_t *multipliers, const int8_t *shifts, int32_t zero_point, int32_t minimum, int32_t maximum, int32_t channels, int8_t *output)
{
const int32_t rest = bytes % 16;

for (; channels > 3; channels -= 4)
{
const int8_t *x = input;
int32_t a = 0;
int32_t b = 0;
int32_t c = 0;
int32_t d = 0;

#if ${M}
if (bytes > 15)
{
__asm__ volatile(
"dls lr, %[turns]\n"
"1:\n\t"
"vldrb.8 q0, [%[x]], #16\n\t"
"vldrb.8 q1, [%[w]], #16\n\t"
"vmladava.s8 %[a], q0, q1\n\t"
"vldrb.8 q2, [%[w]], #16\n\t"
"vmladava.s8 %[b], q0, q2\n\t"
"vldrb.8 q1, [%[w]], #16\n\t"
"vmladava.s8 %[c], q0, q1\n\t"
"vldrb.8 q2, [%[w]], #16\n\t"
"vmladava.s8 %[d], q0, q2\n\t"
"le lr, 1b\n\t"
: [a] "+Te"(a), [b] "+Te"(b), [c] "+Te"(c), [d] "+Te"(d), [x] "+r"(x), [w] "+r"(w)
: [turns] "r"(bytes >> 4)
: "lr", "q0", "q1", "q2", "memory");
}
if (rest > 0)
{
__asm__ volatile(
"vctp.8 %[rest]\n\t"
"vpst\n\t"
"vldrbt.u8 q0, [%[x]]\n\t"
"vldrb.8 q1, [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"vmladava.s8 %[a], q0, q1\n\t"
"vldrb.8 q2, [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"vmladava.s8 %[b], q0, q2\n\t"
"vldrb.8 q1, [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"vmladava.s8 %[c], q0, q1\n\t"
"vldrb.8 q2, [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"vmladava.s8 %[d], q0, q2\n\t"
: [a] "+Te"(a), [b] "+Te"(b), [c] "+Te"(c), [d] "+Te"(d), [w] "+r"(w)
: [x] "r"(x), [rest] "r"(rest)
: "q0", "q1", "q2", "memory");
}
{
int32x4_t sums;

__asm__(
"vmov %q0[2], %q0[0], %1, %3\n\t"
"vmov %q0[3], %q0[1], %2, %4\n\t"
: "=&w"(sums)
: "r"(a), "r"(b), "r"(c), "r"(d));
sums = ${p}_k_${section.scale}(vaddq_s32(sums, vldrwq_s32(bias)), vldrwq_s32(multipliers), vldrbq_s32(shifts), zero_point, minimum, maximum);
vstrbq_s32(output, sums);
}
#else
for (int32_t left = bytes; left > 0; left -= 16)
{
const int32_t count = left < 16 ? rest : 16;

for (int32_t i = 0; i < count; i++)
{
a += x[i] * w[i];
b += x[i] * w[count + i];
c += x[i] * w[count * 2 + i];
d += x[i] * w[count * 3 + i];
}
x += count;
w += count * 4;
}
output[0] = (int8_t)${p}_k_${section.scale}(a + bias[0], multipliers[0], shifts[0], zero_point, minimum, maximum);
output[1] = (int8_t)${p}_k_${section.scale}(b + bias[1], multipliers[1], shifts[1], zero_point, minimum, maximum);
output[2] = (int8_t)${p}_k_${section.scale}(c + bias[2], multipliers[2], shifts[2], zero_point, minimum, maximum);
output[3] = (int8_t)${p}_k_${section.scale}(d + bias[3], multipliers[3], shifts[3], zero_point, minimum, maximum);
#endif
bias += 4;
multipliers += 4;
shifts += 4;
output += 4;
}
for (; channels > 0; channels--)
{
int32_t sum = *bias;

#if ${M}
for (int32_t k = 0; k < bytes; k += 16)
{
const mve_pred16_t inside = vctp8q((uint32_t)(bytes - k));

sum = vmladavaq_s8(sum, vldrbq_z_s8(&input[k], inside), vldrbq_z_s8(&w[k], inside));
}
#else
for (int32_t k = 0; k < bytes; k++)
{
sum += input[k] * w[k];
}
#endif
w += bytes;
#if ${M}
*output = (int8_t)vgetq_lane_s32(${p}_k_${section.scale}(vdupq_n_s32(sum), vdupq_n_s32(*multipliers), vdupq_n_s32(*shifts), zero_point, minimum, maximum), 0);
#else
*output = (int8_t)${p}_k_${section.scale}(sum, *multipliers, *shifts, zero_point, minimum, maximum);
#endif
bias++;
multipliers++;
shifts++;
output++;
}
}
