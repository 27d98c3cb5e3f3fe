#if ${p?upper_case}_MVE
#undef ${p?upper_case}_COPY
#define ${p?upper_case}_COPY ${p}_k_copy

static inline void ${p}_k_copy(int8_t *to, const int8_t *from, int32_t bytes)
{
if (bytes < 16)
{
const mve_pred16_t some = vctp8q((uint32_t)bytes);

vstrbq_p_s8(to, vldrbq_z_s8(from, some), some);
}
else
{
/* A last vector that is not full is done with bytes before it once more. */
for (int32_t i = 0; i < bytes - 16; i += 16)
{
vstrbq_s8(&to[i], vldrbq_s8(&from[i]));
}
vstrbq_s8(&to[bytes - 16], vldrbq_s8(&from[bytes - 16]));
}
}
#else
#define ${p?upper_case}_COPY memcpy
#endif
