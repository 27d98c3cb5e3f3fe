/* Without this a compiler for bare machines may call a function for a few bytes. */
#undef ${p?upper_case}_COPY
#if defined(__GNUC__)
#define ${p?upper_case}_COPY __builtin_memcpy
#else
#define ${p?upper_case}_COPY memcpy
#endif
