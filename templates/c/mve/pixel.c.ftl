<#assign M = p?upper_case + "_MVE">
<#assign l = section.lanes>
<#assign values = l.halfwords()?then("values", "bytes")>
<#assign load = l.halfwords()?then("vldrh.u16", "vldrb.8")>
<#assign weights = l.halfwords()?then("vldrb.s16", "vldrb.8")>
<#assign product = "vmladava.s" + l.bits()>
<#assign scale = p + "_k_" + section.scale.name()>
/*
 * One pixel of some ${values}, four output channels at a time. Of four channels, ${l.count()} weights of each lie
 * together; the last channels alone. The vectors may read ${l.count() - 1} bytes behind the last weight.
 */
static void ${p}_k_${section.function}(const ${l.type()} *input, int32_t ${values}, const int8_t *w, const int32_t *bias, const int32_t *multipliers, const int8_t *shifts, int32_t zero_point, int32_t minimum, int32_t maximum, int32_t channels, ${section.scale.type()} *output)
{
const int32_t rest = ${values} % ${l.count()};

for (; channels > 3; channels -= 4)
{
const ${l.type()} *x = input;
int32_t a = 0;
int32_t b = 0;
int32_t c = 0;
int32_t d = 0;

#if ${M}
if (${values} > ${l.count() - 1})
{
__asm__ volatile(
"dls lr, %[turns]\n"
"1:\n\t"
"${load} q0, [%[x]], #16\n\t"
"${weights} q1, [%[w]], #${l.count()}\n\t"
"${product} %[a], q0, q1\n\t"
"${weights} q2, [%[w]], #${l.count()}\n\t"
"${product} %[b], q0, q2\n\t"
"${weights} q1, [%[w]], #${l.count()}\n\t"
"${product} %[c], q0, q1\n\t"
"${weights} q2, [%[w]], #${l.count()}\n\t"
"${product} %[d], q0, q2\n\t"
"le lr, 1b\n\t"
: [a] "+Te"(a), [b] "+Te"(b), [c] "+Te"(c), [d] "+Te"(d), [x] "+r"(x), [w] "+${l.halfwords()?then("l", "r")}"(w)
: [turns] "r"(${values} >> ${l.exponent()})
: "lr", "q0", "q1", "q2", "memory");
}
if (rest > 0)
{
__asm__ volatile(
"vctp.${l.bits()} %[rest]\n\t"
"vpst\n\t"
"${l.halfwords()?then("vldrht.u16", "vldrbt.u8")} q0, [%[x]]\n\t"
"${weights} q1, [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"${product} %[a], q0, q1\n\t"
"${weights} q2, [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"${product} %[b], q0, q2\n\t"
"${weights} q1, [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"${product} %[c], q0, q1\n\t"
"${weights} q2, [%[w]]\n\t"
"add %[w], %[rest]\n\t"
"${product} %[d], q0, q2\n\t"
: [a] "+Te"(a), [b] "+Te"(b), [c] "+Te"(c), [d] "+Te"(d), [w] "+${l.halfwords()?then("l", "r")}"(w)
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
sums = ${scale}(vaddq_s32(sums, vldrwq_s32(bias)), vldrwq_s32(multipliers), vldrbq_s32(shifts), zero_point, minimum, maximum);
${section.scale.halfwords()?then("vstrhq_s32", "vstrbq_s32")}(output, sums);
}
#else
for (int32_t left = ${values}; left > 0; left -= ${l.count()})
{
const int32_t count = left < ${l.count()} ? rest : ${l.count()};

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
output[0] = (${section.scale.type()})${scale}(a + bias[0], multipliers[0], shifts[0], zero_point, minimum, maximum);
output[1] = (${section.scale.type()})${scale}(b + bias[1], multipliers[1], shifts[1], zero_point, minimum, maximum);
output[2] = (${section.scale.type()})${scale}(c + bias[2], multipliers[2], shifts[2], zero_point, minimum, maximum);
output[3] = (${section.scale.type()})${scale}(d + bias[3], multipliers[3], shifts[3], zero_point, minimum, maximum);
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
for (int32_t k = 0; k < ${values}; k += ${l.count()})
{
const mve_pred16_t inside = vctp${l.bits()}q((uint32_t)(${values} - k));

<#if l.halfwords()>
sum = vmladavaq_s16(sum, vldrhq_z_s16(&input[k], inside), vldrbq_z_s16(&w[k], inside));
<#else>
sum = vmladavaq_s8(sum, vldrbq_z_s8(&input[k], inside), vldrbq_z_s8(&w[k], inside));
</#if>
}
#else
for (int32_t k = 0; k < ${values}; k++)
{
sum += input[k] * w[k];
}
#endif
w += ${values};
#if ${M}
*output = (${section.scale.type()})vgetq_lane_s32(${scale}(vdupq_n_s32(sum), vdupq_n_s32(*multipliers), vdupq_n_s32(*shifts), zero_point, minimum, maximum), 0);
#else
*output = (${section.scale.type()})${scale}(sum, *multipliers, *shifts, zero_point, minimum, maximum);
#endif
bias++;
multipliers++;
shifts++;
output++;
}
}
