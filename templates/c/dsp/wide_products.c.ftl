<#assign U = p?upper_case>
#if ${U}_DSP && !defined(__clang__)
/*
 * Sixteen products: two words of weights, each with a pair of each of four pixels. They take all
 * fourteen registers; Clang keeps one for itself.
 */
#define ${U}_WIDE_PRODUCTS \
"ldrd %[w0], %[w1], [%[w]], #8\n\t" \
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
"smlad %[a0], %[w0], %[x0], %[a0]\n\t" \
"smlad %[a1], %[w0], %[x1], %[a1]\n\t" \
"smlad %[b0], %[w1], %[x0], %[b0]\n\t" \
"smlad %[b1], %[w1], %[x1], %[b1]\n\t" \
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
"smlad %[a2], %[w0], %[x0], %[a2]\n\t" \
"smlad %[a3], %[w0], %[x1], %[a3]\n\t" \
"smlad %[b2], %[w1], %[x0], %[b2]\n\t" \
"smlad %[b3], %[w1], %[x1], %[b3]\n\t"
#endif
