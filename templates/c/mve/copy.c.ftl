#if ${p?upper_case}_MVE
#undef ${p?upper_case}_COPY
#define ${p?upper_case}_COPY ${p}_k_copy

static inline void ${p}_k_copy(int8_t *to, const int8_t *from, int32_t bytes)
{
for (; bytes > 0; bytes -= 16)
{
const mve_pred16_t some = vctp8q((uint32_t)bytes);

vstrbq_p_s8(to, vldrbq_z_s8(from, some), some);
from += 16;
to += 16;
}
}
#else
#define ${p?upper_case}_COPY memcpy
#endif
