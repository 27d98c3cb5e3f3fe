/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#include "lenet_mnist.h"

#include <stddef.h>
#include <string.h>

#include "lenet_mnist_weights.h"

/* The arithmetic below needs it; C leaves it to the compiler. */
typedef char lenet_mnist_shift_is_arithmetic[(-1 >> 1) == -1 ? 1 : -1];
typedef char lenet_mnist_int_has_32_bits[sizeof(int) >= 4 ? 1 : -1];

/*
 * Arithmetic on two 16-bit lanes of a word. It is written twice: for cores with the DSP extension,
 * and in plain C with the same result for other machines, for other compilers, and for builds
 * without optimisation, which leave too few registers. If a compiler says that there are too few,
 * as GCC does under -fno-omit-frame-pointer, define LENET_MNIST_DSP as 0.
 */
#if defined(LENET_MNIST_DSP)
#elif defined(__ARM_FEATURE_DSP) && defined(__GNUC__) && defined(__OPTIMIZE__)
#define LENET_MNIST_DSP 1
#else
#define LENET_MNIST_DSP 0
#endif

/* Four bytes as a little-endian word; they need not be aligned. Not every network needs it. */
#if defined(__clang__)
__attribute__((unused))
#endif
static inline uint32_t lenet_mnist_k_word(const int8_t *bytes)
{
#if LENET_MNIST_DSP
    uint32_t word;

    __builtin_memcpy(&word, bytes, 4);
    return word;
#else
    const uint32_t low = (uint32_t)(uint8_t)bytes[0] | (uint32_t)(uint8_t)bytes[1] << 8;

    return low | (uint32_t)(uint8_t)bytes[2] << 16 | (uint32_t)(uint8_t)bytes[3] << 24;
#endif
}

/* Half of the value, rounded down, as the nearest int8. */
static inline int32_t lenet_mnist_k_saturated_half(int32_t value)
{
#if LENET_MNIST_DSP
    int32_t result;

    __asm__("ssat %0, #8, %1, asr #1" : "=r"(result) : "r"(value));
    return result;
#else
    return value < -256 ? -128 : value > 255 ? 127 : value >> 1;
#endif
}

/*
 * sum * (multiplier / 2 + 2^31) / 2^31, to nearest, ties upwards; that / 2^(shift + 1),
 * to nearest, ties away from zero, plus the zero point. offset is
 * (2 * zero point + 1) * 2^shift.
 */
static inline int8_t lenet_mnist_k_scale_twice(int32_t sum, int32_t multiplier, int32_t offset,
    int32_t shift)
{
#if LENET_MNIST_DSP
    int32_t scaled;

    __asm__("smmlar %0, %1, %2, %3" : "=r"(scaled) : "r"(sum), "r"(multiplier), "r"(sum));
#else
    int32_t scaled = (int32_t)(((int64_t)sum * ((int64_t)multiplier + 4294967296)
        + 2147483648) >> 32);
#endif
    int32_t result;

    scaled += scaled >> 31;
    scaled += offset;
    result = lenet_mnist_k_saturated_half(scaled >> shift);
    return (int8_t)result;
}

#if !LENET_MNIST_DSP
/* Bytes 0 and 2 of a word, sign-extended to lanes. */
static inline uint32_t lenet_mnist_k_extended(uint32_t word)
{
    const uint32_t low = ((word & 0xffu) ^ 0x80u) - 0x80u;
    const uint32_t high = ((word >> 16 & 0xffu) ^ 0x80u) - 0x80u;

    return (low & 0xffffu) | high << 16;
}

/* One lane as a number. */
static inline int32_t lenet_mnist_k_lane(uint32_t lane)
{
    return (int32_t)((lane & 0xffffu) ^ 0x8000u) - 0x8000;
}
#endif

/* Bytes 0 and 2 of a word as lanes. */
static inline uint32_t lenet_mnist_k_even(uint32_t word)
{
#if LENET_MNIST_DSP
    uint32_t lanes;

    __asm__("sxtb16 %0, %1" : "=r"(lanes) : "r"(word));
    return lanes;
#else
    return lenet_mnist_k_extended(word);
#endif
}

/* Bytes 1 and 3 of a word as lanes. */
static inline uint32_t lenet_mnist_k_odd(uint32_t word)
{
#if LENET_MNIST_DSP
    uint32_t lanes;

    __asm__("sxtb16 %0, %1, ror #8" : "=r"(lanes) : "r"(word));
    return lanes;
#else
    return lenet_mnist_k_extended(word >> 8);
#endif
}

/* The sum and the products of both lanes. */
static inline int32_t lenet_mnist_k_dual(uint32_t left, uint32_t right, int32_t sum)
{
#if LENET_MNIST_DSP
    int32_t result;

    __asm__("smlad %0, %1, %2, %3" : "=r"(result) : "r"(left), "r"(right), "r"(sum));
    return result;
#else
    return sum + lenet_mnist_k_lane(left) * lenet_mnist_k_lane(right)
        + lenet_mnist_k_lane(left >> 16) * lenet_mnist_k_lane(right >> 16);
#endif
}

#if LENET_MNIST_DSP && !defined(__clang__)
/*
 * 16 products: weights of two output channels with a pair of each of four pixels at every tap. They take all
 * fourteen registers; Clang keeps one for itself.
 */
#define LENET_MNIST_BLOCK_TWICE_TURN \
"ldr %[w1], [%[w]], #4\n\t" \
"sxtb16 %[w0], %[w1]\n\t" \
"sxtb16 %[w1], %[w1], ror #8\n\t" \
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
"smlad %[a0], %[w0], %[x0], %[a0]\n\t" \
"smlad %[a1], %[w0], %[x1], %[a1]\n\t" \
"smlad %[b0], %[w1], %[x0], %[b0]\n\t" \
"smlad %[b1], %[w1], %[x1], %[b1]\n\t" \
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
"smlad %[a2], %[w0], %[x0], %[a2]\n\t" \
"smlad %[a3], %[w0], %[x1], %[a3]\n\t" \
"smlad %[b2], %[w1], %[x0], %[b2]\n\t" \
"smlad %[b3], %[w1], %[x1], %[b3]\n\t" \
""
#endif

/*
 * Four pixels, two output channels at a time. A word of weights holds a pair for each of the two channels:
 * bytes 0 and 2, and bytes 1 and 3. A last channel alone has words of four weights.
 */
static void lenet_mnist_k_block_twice(const uint32_t *strips, int32_t words, const uint32_t *w,
    int32_t zero, int32_t channels, int8_t *output)
{
    const uint32_t *const end = &strips[words];
    const int8_t *const last = &output[channels & ~1];

#if LENET_MNIST_DSP && !defined(__clang__)
    if (output != last)
    {
        /* Where in the turns that are written out the first loop begins. */
        const int32_t skipped = (8 - words / 4 % 8) % 8 * 52;
        const uint32_t *x;
        uint32_t w0;
        uint32_t w1;
        uint32_t x0;
        uint32_t x1;
        int32_t a0;
        int32_t a1;
        int32_t a2;
        int32_t a3;
        int32_t b0;
        int32_t b1;
        int32_t b2;
        int32_t b3;

        __asm__ volatile(
        "1:\n\t"
        "ldrd %[a0], %[b0], [%[w]], #8\n\t"
        "ldr %[x], %[strips]\n\t"
        "ldr %[x0], %[skipped]\n\t"
        "mov %[a1], %[a0]\n\t"
        "mov %[a2], %[a0]\n\t"
        "mov %[a3], %[a0]\n\t"
        "mov %[b1], %[b0]\n\t"
        "mov %[b2], %[b0]\n\t"
        "mov %[b3], %[b0]\n\t"
        "add pc, %[x0]\n\t"
        "nop\n\t"
        "2:\n\t"
        LENET_MNIST_BLOCK_TWICE_TURN LENET_MNIST_BLOCK_TWICE_TURN LENET_MNIST_BLOCK_TWICE_TURN LENET_MNIST_BLOCK_TWICE_TURN LENET_MNIST_BLOCK_TWICE_TURN LENET_MNIST_BLOCK_TWICE_TURN LENET_MNIST_BLOCK_TWICE_TURN LENET_MNIST_BLOCK_TWICE_TURN
        "ldr %[x0], %[end]\n\t"
        "cmp %[x], %[x0]\n\t"
        "bne 2b\n\t"
        "ldrd %[x0], %[x1], [%[w]], #8\n\t"
        "ldr %[w0], [%[w]], #4\n\t"
        "ldr %[w1], %[zero]\n\t"
        "lsl %[x], %[w1], %[w0]\n\t"
        "smmlar %[a0], %[a0], %[x0], %[a0]\n\t"
        "smmlar %[a1], %[a1], %[x0], %[a1]\n\t"
        "smmlar %[a2], %[a2], %[x0], %[a2]\n\t"
        "smmlar %[a3], %[a3], %[x0], %[a3]\n\t"
        "add %[a0], %[a0], %[a0], asr #31\n\t"
        "add %[a1], %[a1], %[a1], asr #31\n\t"
        "add %[a2], %[a2], %[a2], asr #31\n\t"
        "add %[a3], %[a3], %[a3], asr #31\n\t"
        "add %[a0], %[a0], %[x]\n\t"
        "add %[a1], %[a1], %[x]\n\t"
        "add %[a2], %[a2], %[x]\n\t"
        "add %[a3], %[a3], %[x]\n\t"
        "asr %[a0], %[a0], %[w0]\n\t"
        "asr %[a1], %[a1], %[w0]\n\t"
        "asr %[a2], %[a2], %[w0]\n\t"
        "asr %[a3], %[a3], %[w0]\n\t"
        "ssat %[a0], #8, %[a0], asr #1\n\t"
        "ssat %[a1], #8, %[a1], asr #1\n\t"
        "ssat %[a2], #8, %[a2], asr #1\n\t"
        "ssat %[a3], #8, %[a3], asr #1\n\t"
        "lsr %[w0], %[w0], #8\n\t"
        "lsl %[x], %[w1], %[w0]\n\t"
        "smmlar %[b0], %[b0], %[x1], %[b0]\n\t"
        "smmlar %[b1], %[b1], %[x1], %[b1]\n\t"
        "smmlar %[b2], %[b2], %[x1], %[b2]\n\t"
        "smmlar %[b3], %[b3], %[x1], %[b3]\n\t"
        "add %[b0], %[b0], %[b0], asr #31\n\t"
        "add %[b1], %[b1], %[b1], asr #31\n\t"
        "add %[b2], %[b2], %[b2], asr #31\n\t"
        "add %[b3], %[b3], %[b3], asr #31\n\t"
        "add %[b0], %[b0], %[x]\n\t"
        "add %[b1], %[b1], %[x]\n\t"
        "add %[b2], %[b2], %[x]\n\t"
        "add %[b3], %[b3], %[x]\n\t"
        "asr %[b0], %[b0], %[w0]\n\t"
        "asr %[b1], %[b1], %[w0]\n\t"
        "asr %[b2], %[b2], %[w0]\n\t"
        "asr %[b3], %[b3], %[w0]\n\t"
        "ssat %[b0], #8, %[b0], asr #1\n\t"
        "ssat %[b1], #8, %[b1], asr #1\n\t"
        "ssat %[b2], #8, %[b2], asr #1\n\t"
        "ssat %[b3], #8, %[b3], asr #1\n\t"
        "ldr %[x0], %[output]\n\t"
        "ldr %[w0], %[channels]\n\t"
        "add %[x1], %[x0], #1\n\t"
        "add %[w1], %[w0], %[w0], lsl #1\n\t"
        "strb %[a0], [%[x0]]\n\t"
        "strb %[b0], [%[x1]]\n\t"
        "strb %[a1], [%[x0], %[w0]]\n\t"
        "strb %[b1], [%[x1], %[w0]]\n\t"
        "strb %[a2], [%[x0], %[w0], lsl #1]\n\t"
        "strb %[b2], [%[x1], %[w0], lsl #1]\n\t"
        "strb %[a3], [%[x0], %[w1]]\n\t"
        "strb %[b3], [%[x1], %[w1]]\n\t"
        "add %[x0], #2\n\t"
        "str %[x0], %[output]\n\t"
        "ldr %[x1], %[last]\n\t"
        "cmp %[x0], %[x1]\n\t"
        "bne 1b\n\t"
        : [a0] "=&r"(a0), [a1] "=&r"(a1), [a2] "=&r"(a2), [a3] "=&r"(a3), [b0] "=&r"(b0),
            [b1] "=&r"(b1), [b2] "=&r"(b2), [b3] "=&r"(b3), [x] "=&r"(x), [w] "+&r"(w),
            [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1), [output] "+m"(output)
        : [strips] "m"(strips), [end] "m"(end), [skipped] "m"(skipped), [zero] "m"(zero),
            [channels] "m"(channels), [last] "m"(last)
        : "cc", "memory");
    }
#else
    while (output != last)
    {
        int32_t a0 = (int32_t)w[0];
        int32_t b0 = (int32_t)w[1];
        int32_t a1 = (int32_t)w[0];
        int32_t b1 = (int32_t)w[1];
        int32_t a2 = (int32_t)w[0];
        int32_t b2 = (int32_t)w[1];
        int32_t a3 = (int32_t)w[0];
        int32_t b3 = (int32_t)w[1];

        w += 2;
        for (const uint32_t *x = strips; x != end; x += 4)
        {
            for (int32_t tap = 0; tap >= 0; tap--)
            {
                const uint32_t w0 = lenet_mnist_k_even(*w);
                const uint32_t w1 = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(w0, x[tap], a0);
                b0 = lenet_mnist_k_dual(w1, x[tap], b0);
                a1 = lenet_mnist_k_dual(w0, x[tap + 1], a1);
                b1 = lenet_mnist_k_dual(w1, x[tap + 1], b1);
                a2 = lenet_mnist_k_dual(w0, x[tap + 2], a2);
                b2 = lenet_mnist_k_dual(w1, x[tap + 2], b2);
                a3 = lenet_mnist_k_dual(w0, x[tap + 3], a3);
                b3 = lenet_mnist_k_dual(w1, x[tap + 3], b3);
                w += 1;
            }
        }
        {
            const int32_t multiplier = (int32_t)w[0];
            const int32_t shift = (int32_t)(w[2] >> 0 & 0xffu);
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice(a0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice(a1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice(a2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice(a3, multiplier, offset, shift);
        }
        output++;
        {
            const int32_t multiplier = (int32_t)w[1];
            const int32_t shift = (int32_t)(w[2] >> 8 & 0xffu);
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice(b0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice(b1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice(b2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice(b3, multiplier, offset, shift);
        }
        output++;
        w += 3;
    }
#endif
    if (channels % 2 != 0)
    {
        int32_t a0 = (int32_t)w[0];
        int32_t a1 = (int32_t)w[0];
        int32_t a2 = (int32_t)w[0];
        int32_t a3 = (int32_t)w[0];

        w++;
        for (const uint32_t *x = strips; x != end; x += 8)
        {
            {
                const uint32_t even = lenet_mnist_k_even(*w);
                const uint32_t odd = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(even, x[0], a0);
                a0 = lenet_mnist_k_dual(odd, x[4], a0);
                a1 = lenet_mnist_k_dual(even, x[1], a1);
                a1 = lenet_mnist_k_dual(odd, x[5], a1);
                a2 = lenet_mnist_k_dual(even, x[2], a2);
                a2 = lenet_mnist_k_dual(odd, x[6], a2);
                a3 = lenet_mnist_k_dual(even, x[3], a3);
                a3 = lenet_mnist_k_dual(odd, x[7], a3);
                w += 1;
            }
        }
        {
            const int32_t multiplier = (int32_t)w[0];
            const int32_t shift = (int32_t)w[1];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice(a0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice(a1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice(a2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice(a3, multiplier, offset, shift);
        }
    }
}

/*
 * Extends words of 4 positions, which lie step bytes apart: of each word bytes 0 and 2 of all
 * positions, then bytes 1 and 3.
 */
static uint32_t *lenet_mnist_k_strip_4(const int8_t *from, int32_t step, int32_t count,
    uint32_t *strip)
{
#if LENET_MNIST_DSP && !defined(__clang__)
    const int8_t *const end = &from[count * 4];
    const int32_t three = step * 3;

    __asm__ volatile(
    "1:\n\t"
    "ldr r10, [%[from], %[step]]\n\t"
    "ldr r11, [%[from], %[step], lsl #1]\n\t"
    "ldr r12, [%[from], %[three]]\n\t"
    "ldr r9, [%[from]], #4\n\t"
    "sxtb16 r5, r10\n\t"
    "sxtb16 r6, r11\n\t"
    "sxtb16 r8, r12\n\t"
    "sxtb16 r4, r9\n\t"
    "sxtb16 r10, r10, ror #8\n\t"
    "sxtb16 r11, r11, ror #8\n\t"
    "sxtb16 r12, r12, ror #8\n\t"
    "sxtb16 r9, r9, ror #8\n\t"
    "stmia %[strip]!, {r4, r5, r6, r8, r9, r10, r11, r12}\n\t"
    "cmp %[from], %[end]\n\t"
    "bne 1b\n\t"
    : [from] "+&r"(from), [strip] "+&r"(strip)
    : [step] "r"(step), [three] "r"(three), [end] "r"(end)
    : "r4", "r5", "r6", "r8", "r9", "r10", "r11", "r12", "cc", "memory");
#else
    for (; count > 0; count--)
    {
        for (int32_t i = 0; i < 4; i++)
        {
            const uint32_t word = lenet_mnist_k_word(&from[i * step]);

            strip[i] = lenet_mnist_k_even(word);
            strip[i + 4] = lenet_mnist_k_odd(word);
        }
        from += 4;
        strip += 8;
    }
#endif
    return strip;
}

/*
 * sum * (multiplier / 2 + 2^31) / 2^31, to nearest, ties upwards; that / 2^(shift + 1),
 * to nearest, plus the zero point. Ties below zero, which go up, are clamped away.
 * offset is (2 * zero point + 1) * 2^shift.
 */
static inline int8_t lenet_mnist_k_scale_twice_up(int32_t sum, int32_t multiplier, int32_t offset,
    int32_t shift)
{
#if LENET_MNIST_DSP
    int32_t scaled;

    __asm__("smmlar %0, %1, %2, %3" : "=r"(scaled) : "r"(sum), "r"(multiplier), "r"(sum));
#else
    int32_t scaled = (int32_t)(((int64_t)sum * ((int64_t)multiplier + 4294967296)
        + 2147483648) >> 32);
#endif
    int32_t result;

    scaled += offset;
    result = lenet_mnist_k_saturated_half(scaled >> shift);
    return (int8_t)result;
}

#if LENET_MNIST_DSP && !defined(__clang__)
/*
 * 80 products: weights of two output channels with a pair of each of four pixels at every tap. They take all
 * fourteen registers; Clang keeps one for itself.
 */
#define LENET_MNIST_BLOCK_5_TWICE_UP_TURN \
"ldr %[w1], [%[w]], #4\n\t" \
"sxtb16 %[w0], %[w1]\n\t" \
"sxtb16 %[w1], %[w1], ror #8\n\t" \
"ldrd %[x0], %[x1], [%[x], #24]\n\t" \
"smlad %[a2], %[w0], %[x0], %[a2]\n\t" \
"smlad %[a3], %[w0], %[x1], %[a3]\n\t" \
"smlad %[b2], %[w1], %[x0], %[b2]\n\t" \
"smlad %[b3], %[w1], %[x1], %[b3]\n\t" \
"ldrd %[x0], %[x1], [%[x], #16]\n\t" \
"smlad %[a0], %[w0], %[x0], %[a0]\n\t" \
"smlad %[a1], %[w0], %[x1], %[a1]\n\t" \
"smlad %[b0], %[w1], %[x0], %[b0]\n\t" \
"smlad %[b1], %[w1], %[x1], %[b1]\n\t" \
"ldr %[w1], [%[w]], #4\n\t" \
"sxtb16 %[w0], %[w1]\n\t" \
"sxtb16 %[w1], %[w1], ror #8\n\t" \
"ldrd %[x0], %[x1], [%[x], #20]\n\t" \
"smlad %[a2], %[w0], %[x0], %[a2]\n\t" \
"smlad %[a3], %[w0], %[x1], %[a3]\n\t" \
"smlad %[b2], %[w1], %[x0], %[b2]\n\t" \
"smlad %[b3], %[w1], %[x1], %[b3]\n\t" \
"ldrd %[x0], %[x1], [%[x], #12]\n\t" \
"smlad %[a0], %[w0], %[x0], %[a0]\n\t" \
"smlad %[a1], %[w0], %[x1], %[a1]\n\t" \
"smlad %[b0], %[w1], %[x0], %[b0]\n\t" \
"smlad %[b1], %[w1], %[x1], %[b1]\n\t" \
"ldr %[w1], [%[w]], #4\n\t" \
"sxtb16 %[w0], %[w1]\n\t" \
"sxtb16 %[w1], %[w1], ror #8\n\t" \
"ldrd %[x0], %[x1], [%[x], #16]\n\t" \
"smlad %[a2], %[w0], %[x0], %[a2]\n\t" \
"smlad %[a3], %[w0], %[x1], %[a3]\n\t" \
"smlad %[b2], %[w1], %[x0], %[b2]\n\t" \
"smlad %[b3], %[w1], %[x1], %[b3]\n\t" \
"ldrd %[x0], %[x1], [%[x], #8]\n\t" \
"smlad %[a0], %[w0], %[x0], %[a0]\n\t" \
"smlad %[a1], %[w0], %[x1], %[a1]\n\t" \
"smlad %[b0], %[w1], %[x0], %[b0]\n\t" \
"smlad %[b1], %[w1], %[x1], %[b1]\n\t" \
"ldr %[w1], [%[w]], #4\n\t" \
"sxtb16 %[w0], %[w1]\n\t" \
"sxtb16 %[w1], %[w1], ror #8\n\t" \
"ldrd %[x0], %[x1], [%[x], #12]\n\t" \
"smlad %[a2], %[w0], %[x0], %[a2]\n\t" \
"smlad %[a3], %[w0], %[x1], %[a3]\n\t" \
"smlad %[b2], %[w1], %[x0], %[b2]\n\t" \
"smlad %[b3], %[w1], %[x1], %[b3]\n\t" \
"ldrd %[x0], %[x1], [%[x], #4]\n\t" \
"smlad %[a0], %[w0], %[x0], %[a0]\n\t" \
"smlad %[a1], %[w0], %[x1], %[a1]\n\t" \
"smlad %[b0], %[w1], %[x0], %[b0]\n\t" \
"smlad %[b1], %[w1], %[x1], %[b1]\n\t" \
"ldr %[w1], [%[w]], #4\n\t" \
"sxtb16 %[w0], %[w1]\n\t" \
"sxtb16 %[w1], %[w1], ror #8\n\t" \
"ldrd %[x0], %[x1], [%[x], #8]\n\t" \
"smlad %[a2], %[w0], %[x0], %[a2]\n\t" \
"smlad %[a3], %[w0], %[x1], %[a3]\n\t" \
"smlad %[b2], %[w1], %[x0], %[b2]\n\t" \
"smlad %[b3], %[w1], %[x1], %[b3]\n\t" \
"ldrd %[x0], %[x1], [%[x]], #32\n\t" \
"smlad %[a0], %[w0], %[x0], %[a0]\n\t" \
"smlad %[a1], %[w0], %[x1], %[a1]\n\t" \
"smlad %[b0], %[w1], %[x0], %[b0]\n\t" \
"smlad %[b1], %[w1], %[x1], %[b1]\n\t" \
""
#endif

/*
 * Four pixels, two output channels at a time. A word of weights holds a pair for each of the two channels:
 * bytes 0 and 2, and bytes 1 and 3. A last channel alone has words of four weights.
 */
static void lenet_mnist_k_block_5_twice_up(const uint32_t *strips, int32_t words,
    const uint32_t *w, int32_t zero, int32_t channels, int8_t *output)
{
    const uint32_t *const end = &strips[words];
    const int8_t *const last = &output[channels & ~1];

#if LENET_MNIST_DSP && !defined(__clang__)
    if (output != last)
    {
        const uint32_t *x;
        uint32_t w0;
        uint32_t w1;
        uint32_t x0;
        uint32_t x1;
        int32_t a0;
        int32_t a1;
        int32_t a2;
        int32_t a3;
        int32_t b0;
        int32_t b1;
        int32_t b2;
        int32_t b3;

        __asm__ volatile(
        "1:\n\t"
        "ldrd %[a0], %[b0], [%[w]], #8\n\t"
        "ldr %[x], %[strips]\n\t"
        "mov %[a1], %[a0]\n\t"
        "mov %[a2], %[a0]\n\t"
        "mov %[a3], %[a0]\n\t"
        "mov %[b1], %[b0]\n\t"
        "mov %[b2], %[b0]\n\t"
        "mov %[b3], %[b0]\n\t"
        "2:\n\t"
        LENET_MNIST_BLOCK_5_TWICE_UP_TURN LENET_MNIST_BLOCK_5_TWICE_UP_TURN
        "ldr %[x0], %[end]\n\t"
        "cmp %[x], %[x0]\n\t"
        "bne 2b\n\t"
        "ldrd %[x0], %[x1], [%[w]], #8\n\t"
        "ldr %[w0], [%[w]], #4\n\t"
        "ldr %[w1], %[zero]\n\t"
        "lsl %[x], %[w1], %[w0]\n\t"
        "smmlar %[a0], %[a0], %[x0], %[a0]\n\t"
        "smmlar %[a1], %[a1], %[x0], %[a1]\n\t"
        "smmlar %[a2], %[a2], %[x0], %[a2]\n\t"
        "smmlar %[a3], %[a3], %[x0], %[a3]\n\t"
        "add %[a0], %[a0], %[x]\n\t"
        "add %[a1], %[a1], %[x]\n\t"
        "add %[a2], %[a2], %[x]\n\t"
        "add %[a3], %[a3], %[x]\n\t"
        "asr %[a0], %[a0], %[w0]\n\t"
        "asr %[a1], %[a1], %[w0]\n\t"
        "asr %[a2], %[a2], %[w0]\n\t"
        "asr %[a3], %[a3], %[w0]\n\t"
        "ssat %[a0], #8, %[a0], asr #1\n\t"
        "ssat %[a1], #8, %[a1], asr #1\n\t"
        "ssat %[a2], #8, %[a2], asr #1\n\t"
        "ssat %[a3], #8, %[a3], asr #1\n\t"
        "lsr %[w0], %[w0], #8\n\t"
        "lsl %[x], %[w1], %[w0]\n\t"
        "smmlar %[b0], %[b0], %[x1], %[b0]\n\t"
        "smmlar %[b1], %[b1], %[x1], %[b1]\n\t"
        "smmlar %[b2], %[b2], %[x1], %[b2]\n\t"
        "smmlar %[b3], %[b3], %[x1], %[b3]\n\t"
        "add %[b0], %[b0], %[x]\n\t"
        "add %[b1], %[b1], %[x]\n\t"
        "add %[b2], %[b2], %[x]\n\t"
        "add %[b3], %[b3], %[x]\n\t"
        "asr %[b0], %[b0], %[w0]\n\t"
        "asr %[b1], %[b1], %[w0]\n\t"
        "asr %[b2], %[b2], %[w0]\n\t"
        "asr %[b3], %[b3], %[w0]\n\t"
        "ssat %[b0], #8, %[b0], asr #1\n\t"
        "ssat %[b1], #8, %[b1], asr #1\n\t"
        "ssat %[b2], #8, %[b2], asr #1\n\t"
        "ssat %[b3], #8, %[b3], asr #1\n\t"
        "ldr %[x0], %[output]\n\t"
        "ldr %[w0], %[channels]\n\t"
        "add %[x1], %[x0], #1\n\t"
        "add %[w1], %[w0], %[w0], lsl #1\n\t"
        "strb %[a0], [%[x0]]\n\t"
        "strb %[b0], [%[x1]]\n\t"
        "strb %[a1], [%[x0], %[w0]]\n\t"
        "strb %[b1], [%[x1], %[w0]]\n\t"
        "strb %[a2], [%[x0], %[w0], lsl #1]\n\t"
        "strb %[b2], [%[x1], %[w0], lsl #1]\n\t"
        "strb %[a3], [%[x0], %[w1]]\n\t"
        "strb %[b3], [%[x1], %[w1]]\n\t"
        "add %[x0], #2\n\t"
        "str %[x0], %[output]\n\t"
        "ldr %[x1], %[last]\n\t"
        "cmp %[x0], %[x1]\n\t"
        "bne 1b\n\t"
        : [a0] "=&r"(a0), [a1] "=&r"(a1), [a2] "=&r"(a2), [a3] "=&r"(a3), [b0] "=&r"(b0),
            [b1] "=&r"(b1), [b2] "=&r"(b2), [b3] "=&r"(b3), [x] "=&r"(x), [w] "+&r"(w),
            [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1), [output] "+m"(output)
        : [strips] "m"(strips), [end] "m"(end), [zero] "m"(zero), [channels] "m"(channels),
            [last] "m"(last)
        : "cc", "memory");
    }
#else
    while (output != last)
    {
        int32_t a0 = (int32_t)w[0];
        int32_t b0 = (int32_t)w[1];
        int32_t a1 = (int32_t)w[0];
        int32_t b1 = (int32_t)w[1];
        int32_t a2 = (int32_t)w[0];
        int32_t b2 = (int32_t)w[1];
        int32_t a3 = (int32_t)w[0];
        int32_t b3 = (int32_t)w[1];

        w += 2;
        for (const uint32_t *x = strips; x != end; x += 8)
        {
            for (int32_t tap = 4; tap >= 0; tap--)
            {
                const uint32_t w0 = lenet_mnist_k_even(*w);
                const uint32_t w1 = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(w0, x[tap], a0);
                b0 = lenet_mnist_k_dual(w1, x[tap], b0);
                a1 = lenet_mnist_k_dual(w0, x[tap + 1], a1);
                b1 = lenet_mnist_k_dual(w1, x[tap + 1], b1);
                a2 = lenet_mnist_k_dual(w0, x[tap + 2], a2);
                b2 = lenet_mnist_k_dual(w1, x[tap + 2], b2);
                a3 = lenet_mnist_k_dual(w0, x[tap + 3], a3);
                b3 = lenet_mnist_k_dual(w1, x[tap + 3], b3);
                w += 1;
            }
        }
        {
            const int32_t multiplier = (int32_t)w[0];
            const int32_t shift = (int32_t)(w[2] >> 0 & 0xffu);
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice_up(a0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice_up(a1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice_up(a2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice_up(a3, multiplier, offset, shift);
        }
        output++;
        {
            const int32_t multiplier = (int32_t)w[1];
            const int32_t shift = (int32_t)(w[2] >> 8 & 0xffu);
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice_up(b0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice_up(b1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice_up(b2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice_up(b3, multiplier, offset, shift);
        }
        output++;
        w += 3;
    }
#endif
    if (channels % 2 != 0)
    {
        int32_t a0 = (int32_t)w[0];
        int32_t a1 = (int32_t)w[0];
        int32_t a2 = (int32_t)w[0];
        int32_t a3 = (int32_t)w[0];

        w++;
        for (const uint32_t *x = strips; x != end; x += 16)
        {
            {
                const uint32_t even = lenet_mnist_k_even(*w);
                const uint32_t odd = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(even, x[4], a0);
                a0 = lenet_mnist_k_dual(odd, x[12], a0);
                a1 = lenet_mnist_k_dual(even, x[5], a1);
                a1 = lenet_mnist_k_dual(odd, x[13], a1);
                a2 = lenet_mnist_k_dual(even, x[6], a2);
                a2 = lenet_mnist_k_dual(odd, x[14], a2);
                a3 = lenet_mnist_k_dual(even, x[7], a3);
                a3 = lenet_mnist_k_dual(odd, x[15], a3);
                w += 1;
            }
            {
                const uint32_t even = lenet_mnist_k_even(*w);
                const uint32_t odd = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(even, x[3], a0);
                a0 = lenet_mnist_k_dual(odd, x[11], a0);
                a1 = lenet_mnist_k_dual(even, x[4], a1);
                a1 = lenet_mnist_k_dual(odd, x[12], a1);
                a2 = lenet_mnist_k_dual(even, x[5], a2);
                a2 = lenet_mnist_k_dual(odd, x[13], a2);
                a3 = lenet_mnist_k_dual(even, x[6], a3);
                a3 = lenet_mnist_k_dual(odd, x[14], a3);
                w += 1;
            }
            {
                const uint32_t even = lenet_mnist_k_even(*w);
                const uint32_t odd = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(even, x[2], a0);
                a0 = lenet_mnist_k_dual(odd, x[10], a0);
                a1 = lenet_mnist_k_dual(even, x[3], a1);
                a1 = lenet_mnist_k_dual(odd, x[11], a1);
                a2 = lenet_mnist_k_dual(even, x[4], a2);
                a2 = lenet_mnist_k_dual(odd, x[12], a2);
                a3 = lenet_mnist_k_dual(even, x[5], a3);
                a3 = lenet_mnist_k_dual(odd, x[13], a3);
                w += 1;
            }
            {
                const uint32_t even = lenet_mnist_k_even(*w);
                const uint32_t odd = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(even, x[1], a0);
                a0 = lenet_mnist_k_dual(odd, x[9], a0);
                a1 = lenet_mnist_k_dual(even, x[2], a1);
                a1 = lenet_mnist_k_dual(odd, x[10], a1);
                a2 = lenet_mnist_k_dual(even, x[3], a2);
                a2 = lenet_mnist_k_dual(odd, x[11], a2);
                a3 = lenet_mnist_k_dual(even, x[4], a3);
                a3 = lenet_mnist_k_dual(odd, x[12], a3);
                w += 1;
            }
            {
                const uint32_t even = lenet_mnist_k_even(*w);
                const uint32_t odd = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(even, x[0], a0);
                a0 = lenet_mnist_k_dual(odd, x[8], a0);
                a1 = lenet_mnist_k_dual(even, x[1], a1);
                a1 = lenet_mnist_k_dual(odd, x[9], a1);
                a2 = lenet_mnist_k_dual(even, x[2], a2);
                a2 = lenet_mnist_k_dual(odd, x[10], a2);
                a3 = lenet_mnist_k_dual(even, x[3], a3);
                a3 = lenet_mnist_k_dual(odd, x[11], a3);
                w += 1;
            }
        }
        {
            const int32_t multiplier = (int32_t)w[0];
            const int32_t shift = (int32_t)w[1];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice_up(a0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice_up(a1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice_up(a2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice_up(a3, multiplier, offset, shift);
        }
    }
}

/*
 * Extends words of 8 positions, which lie step bytes apart: of each word bytes 0 and 2 of all
 * positions, then bytes 1 and 3.
 */
static uint32_t *lenet_mnist_k_strip_8(const int8_t *from, int32_t step, int32_t count,
    uint32_t *strip)
{
#if LENET_MNIST_DSP && !defined(__clang__)
    const int8_t *const end = &from[count * 4];
    const int32_t three = step * 3;
    const int32_t five = step * 5;
    const int32_t seven = step * 7;
    uint32_t a;
    uint32_t b;
    uint32_t a_odd;
    uint32_t b_odd;

    __asm__ volatile(
    "1:\n\t"
    "ldr %[b], [%[from], %[seven]]\n\t"
    "ldr %[a], [%[from], %[three], lsl #1]\n\t"
    "sxtb16 %[bo], %[b], ror #8\n\t"
    "sxtb16 %[ao], %[a], ror #8\n\t"
    "sxtb16 %[b], %[b]\n\t"
    "sxtb16 %[a], %[a]\n\t"
    "strd %[ao], %[bo], [%[strip], #56]\n\t"
    "strd %[a], %[b], [%[strip], #24]\n\t"
    "ldr %[b], [%[from], %[five]]\n\t"
    "ldr %[a], [%[from], %[step], lsl #2]\n\t"
    "sxtb16 %[bo], %[b], ror #8\n\t"
    "sxtb16 %[ao], %[a], ror #8\n\t"
    "sxtb16 %[b], %[b]\n\t"
    "sxtb16 %[a], %[a]\n\t"
    "strd %[ao], %[bo], [%[strip], #48]\n\t"
    "strd %[a], %[b], [%[strip], #16]\n\t"
    "ldr %[b], [%[from], %[three]]\n\t"
    "ldr %[a], [%[from], %[step], lsl #1]\n\t"
    "sxtb16 %[bo], %[b], ror #8\n\t"
    "sxtb16 %[ao], %[a], ror #8\n\t"
    "sxtb16 %[b], %[b]\n\t"
    "sxtb16 %[a], %[a]\n\t"
    "strd %[ao], %[bo], [%[strip], #40]\n\t"
    "strd %[a], %[b], [%[strip], #8]\n\t"
    "ldr %[b], [%[from], %[step]]\n\t"
    "ldr %[a], [%[from]], #4\n\t"
    "sxtb16 %[bo], %[b], ror #8\n\t"
    "sxtb16 %[ao], %[a], ror #8\n\t"
    "sxtb16 %[b], %[b]\n\t"
    "sxtb16 %[a], %[a]\n\t"
    "strd %[ao], %[bo], [%[strip], #32]\n\t"
    "strd %[a], %[b], [%[strip]], #64\n\t"
    "cmp %[from], %[end]\n\t"
    "bne 1b\n\t"
    : [from] "+&r"(from), [strip] "+&r"(strip), [a] "=&r"(a), [b] "=&r"(b), [ao] "=&r"(a_odd),
        [bo] "=&r"(b_odd)
    : [step] "r"(step), [three] "r"(three), [five] "r"(five), [seven] "r"(seven), [end] "r"(end)
    : "cc", "memory");
#else
    for (; count > 0; count--)
    {
        for (int32_t i = 0; i < 8; i++)
        {
            const uint32_t word = lenet_mnist_k_word(&from[i * step]);

            strip[i] = lenet_mnist_k_even(word);
            strip[i + 8] = lenet_mnist_k_odd(word);
        }
        from += 4;
        strip += 16;
    }
#endif
    return strip;
}

/* Of four bytes each the larger one. */
static inline uint32_t lenet_mnist_k_larger_bytes_largest(uint32_t left, uint32_t right)
{
#if LENET_MNIST_DSP
    uint32_t result;

    __asm__("ssub8 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(result) : "r"(left), "r"(right));
    return result;
#else
    uint32_t result = 0;

    for (int32_t shift = 0; shift < 32; shift += 8)
    {
        const uint32_t a = left >> shift & 0xffu;
        const uint32_t b = right >> shift & 0xffu;

        result |= ((a ^ 0x80u) > (b ^ 0x80u) ? a : b) << shift;
    }
    return result;
#endif
}

/*
 * The largest of some columns of some rows, four channels at a time; for a last block that is not
 * full, the channels before are done again.
 */
static inline void lenet_mnist_k_largest(const int8_t *from, int32_t rows, int32_t columns,
    int32_t row_step, int32_t channels, int8_t *output)
{
    for (int32_t channel = 0; channel < channels; channel += 4)
    {
        const int32_t first = channel > channels - 4 ? channels - 4 : channel;
        const int8_t *row = &from[first];
        int8_t *const to = &output[first];
        uint32_t most = 0x80808080u;

        for (int32_t y = rows; y > 0; y--)
        {
            const int8_t *x = row;

            for (int32_t k = columns; k > 0; k--)
            {
                const uint32_t word = lenet_mnist_k_word(x);

                most = lenet_mnist_k_larger_bytes_largest(word, most);
                x += channels;
            }
            row += row_step;
        }
        to[0] = (int8_t)((int32_t)((most & 0xffu) ^ 0x80u) - 0x80);
        to[1] = (int8_t)((int32_t)((most >> 8 & 0xffu) ^ 0x80u) - 0x80);
        to[2] = (int8_t)((int32_t)((most >> 16 & 0xffu) ^ 0x80u) - 0x80);
        to[3] = (int8_t)((int32_t)((most >> 24 & 0xffu) ^ 0x80u) - 0x80);
    }
}

#if LENET_MNIST_DSP && !defined(__clang__)
/*
 * 16 products: weights of two output channels with a pair of each of four pixels at every tap. They take all
 * fourteen registers; Clang keeps one for itself.
 */
#define LENET_MNIST_BLOCK_TWICE_UP_TURN \
"ldr %[w1], [%[w]], #4\n\t" \
"sxtb16 %[w0], %[w1]\n\t" \
"sxtb16 %[w1], %[w1], ror #8\n\t" \
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
"smlad %[a0], %[w0], %[x0], %[a0]\n\t" \
"smlad %[a1], %[w0], %[x1], %[a1]\n\t" \
"smlad %[b0], %[w1], %[x0], %[b0]\n\t" \
"smlad %[b1], %[w1], %[x1], %[b1]\n\t" \
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
"smlad %[a2], %[w0], %[x0], %[a2]\n\t" \
"smlad %[a3], %[w0], %[x1], %[a3]\n\t" \
"smlad %[b2], %[w1], %[x0], %[b2]\n\t" \
"smlad %[b3], %[w1], %[x1], %[b3]\n\t" \
""
#endif

/*
 * Four pixels, two output channels at a time. A word of weights holds a pair for each of the two channels:
 * bytes 0 and 2, and bytes 1 and 3. A last channel alone has words of four weights.
 */
static void lenet_mnist_k_block_twice_up(const uint32_t *strips, int32_t words, const uint32_t *w,
    int32_t zero, int32_t channels, int8_t *output)
{
    const uint32_t *const end = &strips[words];
    const int8_t *const last = &output[channels & ~1];

#if LENET_MNIST_DSP && !defined(__clang__)
    if (output != last)
    {
        /* Where in the turns that are written out the first loop begins. */
        const int32_t skipped = (8 - words / 4 % 8) % 8 * 52;
        const uint32_t *x;
        uint32_t w0;
        uint32_t w1;
        uint32_t x0;
        uint32_t x1;
        int32_t a0;
        int32_t a1;
        int32_t a2;
        int32_t a3;
        int32_t b0;
        int32_t b1;
        int32_t b2;
        int32_t b3;

        __asm__ volatile(
        "1:\n\t"
        "ldrd %[a0], %[b0], [%[w]], #8\n\t"
        "ldr %[x], %[strips]\n\t"
        "ldr %[x0], %[skipped]\n\t"
        "mov %[a1], %[a0]\n\t"
        "mov %[a2], %[a0]\n\t"
        "mov %[a3], %[a0]\n\t"
        "mov %[b1], %[b0]\n\t"
        "mov %[b2], %[b0]\n\t"
        "mov %[b3], %[b0]\n\t"
        "add pc, %[x0]\n\t"
        "nop\n\t"
        "2:\n\t"
        LENET_MNIST_BLOCK_TWICE_UP_TURN LENET_MNIST_BLOCK_TWICE_UP_TURN LENET_MNIST_BLOCK_TWICE_UP_TURN LENET_MNIST_BLOCK_TWICE_UP_TURN LENET_MNIST_BLOCK_TWICE_UP_TURN LENET_MNIST_BLOCK_TWICE_UP_TURN LENET_MNIST_BLOCK_TWICE_UP_TURN LENET_MNIST_BLOCK_TWICE_UP_TURN
        "ldr %[x0], %[end]\n\t"
        "cmp %[x], %[x0]\n\t"
        "bne 2b\n\t"
        "ldrd %[x0], %[x1], [%[w]], #8\n\t"
        "ldr %[w0], [%[w]], #4\n\t"
        "ldr %[w1], %[zero]\n\t"
        "lsl %[x], %[w1], %[w0]\n\t"
        "smmlar %[a0], %[a0], %[x0], %[a0]\n\t"
        "smmlar %[a1], %[a1], %[x0], %[a1]\n\t"
        "smmlar %[a2], %[a2], %[x0], %[a2]\n\t"
        "smmlar %[a3], %[a3], %[x0], %[a3]\n\t"
        "add %[a0], %[a0], %[x]\n\t"
        "add %[a1], %[a1], %[x]\n\t"
        "add %[a2], %[a2], %[x]\n\t"
        "add %[a3], %[a3], %[x]\n\t"
        "asr %[a0], %[a0], %[w0]\n\t"
        "asr %[a1], %[a1], %[w0]\n\t"
        "asr %[a2], %[a2], %[w0]\n\t"
        "asr %[a3], %[a3], %[w0]\n\t"
        "ssat %[a0], #8, %[a0], asr #1\n\t"
        "ssat %[a1], #8, %[a1], asr #1\n\t"
        "ssat %[a2], #8, %[a2], asr #1\n\t"
        "ssat %[a3], #8, %[a3], asr #1\n\t"
        "lsr %[w0], %[w0], #8\n\t"
        "lsl %[x], %[w1], %[w0]\n\t"
        "smmlar %[b0], %[b0], %[x1], %[b0]\n\t"
        "smmlar %[b1], %[b1], %[x1], %[b1]\n\t"
        "smmlar %[b2], %[b2], %[x1], %[b2]\n\t"
        "smmlar %[b3], %[b3], %[x1], %[b3]\n\t"
        "add %[b0], %[b0], %[x]\n\t"
        "add %[b1], %[b1], %[x]\n\t"
        "add %[b2], %[b2], %[x]\n\t"
        "add %[b3], %[b3], %[x]\n\t"
        "asr %[b0], %[b0], %[w0]\n\t"
        "asr %[b1], %[b1], %[w0]\n\t"
        "asr %[b2], %[b2], %[w0]\n\t"
        "asr %[b3], %[b3], %[w0]\n\t"
        "ssat %[b0], #8, %[b0], asr #1\n\t"
        "ssat %[b1], #8, %[b1], asr #1\n\t"
        "ssat %[b2], #8, %[b2], asr #1\n\t"
        "ssat %[b3], #8, %[b3], asr #1\n\t"
        "ldr %[x0], %[output]\n\t"
        "ldr %[w0], %[channels]\n\t"
        "add %[x1], %[x0], #1\n\t"
        "add %[w1], %[w0], %[w0], lsl #1\n\t"
        "strb %[a0], [%[x0]]\n\t"
        "strb %[b0], [%[x1]]\n\t"
        "strb %[a1], [%[x0], %[w0]]\n\t"
        "strb %[b1], [%[x1], %[w0]]\n\t"
        "strb %[a2], [%[x0], %[w0], lsl #1]\n\t"
        "strb %[b2], [%[x1], %[w0], lsl #1]\n\t"
        "strb %[a3], [%[x0], %[w1]]\n\t"
        "strb %[b3], [%[x1], %[w1]]\n\t"
        "add %[x0], #2\n\t"
        "str %[x0], %[output]\n\t"
        "ldr %[x1], %[last]\n\t"
        "cmp %[x0], %[x1]\n\t"
        "bne 1b\n\t"
        : [a0] "=&r"(a0), [a1] "=&r"(a1), [a2] "=&r"(a2), [a3] "=&r"(a3), [b0] "=&r"(b0),
            [b1] "=&r"(b1), [b2] "=&r"(b2), [b3] "=&r"(b3), [x] "=&r"(x), [w] "+&r"(w),
            [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1), [output] "+m"(output)
        : [strips] "m"(strips), [end] "m"(end), [skipped] "m"(skipped), [zero] "m"(zero),
            [channels] "m"(channels), [last] "m"(last)
        : "cc", "memory");
    }
#else
    while (output != last)
    {
        int32_t a0 = (int32_t)w[0];
        int32_t b0 = (int32_t)w[1];
        int32_t a1 = (int32_t)w[0];
        int32_t b1 = (int32_t)w[1];
        int32_t a2 = (int32_t)w[0];
        int32_t b2 = (int32_t)w[1];
        int32_t a3 = (int32_t)w[0];
        int32_t b3 = (int32_t)w[1];

        w += 2;
        for (const uint32_t *x = strips; x != end; x += 4)
        {
            for (int32_t tap = 0; tap >= 0; tap--)
            {
                const uint32_t w0 = lenet_mnist_k_even(*w);
                const uint32_t w1 = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(w0, x[tap], a0);
                b0 = lenet_mnist_k_dual(w1, x[tap], b0);
                a1 = lenet_mnist_k_dual(w0, x[tap + 1], a1);
                b1 = lenet_mnist_k_dual(w1, x[tap + 1], b1);
                a2 = lenet_mnist_k_dual(w0, x[tap + 2], a2);
                b2 = lenet_mnist_k_dual(w1, x[tap + 2], b2);
                a3 = lenet_mnist_k_dual(w0, x[tap + 3], a3);
                b3 = lenet_mnist_k_dual(w1, x[tap + 3], b3);
                w += 1;
            }
        }
        {
            const int32_t multiplier = (int32_t)w[0];
            const int32_t shift = (int32_t)(w[2] >> 0 & 0xffu);
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice_up(a0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice_up(a1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice_up(a2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice_up(a3, multiplier, offset, shift);
        }
        output++;
        {
            const int32_t multiplier = (int32_t)w[1];
            const int32_t shift = (int32_t)(w[2] >> 8 & 0xffu);
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice_up(b0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice_up(b1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice_up(b2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice_up(b3, multiplier, offset, shift);
        }
        output++;
        w += 3;
    }
#endif
    if (channels % 2 != 0)
    {
        int32_t a0 = (int32_t)w[0];
        int32_t a1 = (int32_t)w[0];
        int32_t a2 = (int32_t)w[0];
        int32_t a3 = (int32_t)w[0];

        w++;
        for (const uint32_t *x = strips; x != end; x += 8)
        {
            {
                const uint32_t even = lenet_mnist_k_even(*w);
                const uint32_t odd = lenet_mnist_k_odd(*w);

                a0 = lenet_mnist_k_dual(even, x[0], a0);
                a0 = lenet_mnist_k_dual(odd, x[4], a0);
                a1 = lenet_mnist_k_dual(even, x[1], a1);
                a1 = lenet_mnist_k_dual(odd, x[5], a1);
                a2 = lenet_mnist_k_dual(even, x[2], a2);
                a2 = lenet_mnist_k_dual(odd, x[6], a2);
                a3 = lenet_mnist_k_dual(even, x[3], a3);
                a3 = lenet_mnist_k_dual(odd, x[7], a3);
                w += 1;
            }
        }
        {
            const int32_t multiplier = (int32_t)w[0];
            const int32_t shift = (int32_t)w[1];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);

            output[0] = lenet_mnist_k_scale_twice_up(a0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice_up(a1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice_up(a2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice_up(a3, multiplier, offset, shift);
        }
    }
}

/*
 * sum * multiplier / 2^(shift + 33), to nearest, ties upwards, plus the zero point;
 * offset is (2 * zero point + 1) * 2^shift.
 */
static inline int8_t lenet_mnist_k_scale_once(int32_t sum, int32_t multiplier, int32_t offset,
    int32_t shift)
{
#if LENET_MNIST_DSP
    int32_t scaled;

    __asm__("smmla %0, %1, %2, %3" : "=r"(scaled) : "r"(sum), "r"(multiplier), "r"(offset));
#else
    int32_t scaled = (int32_t)(((int64_t)sum * multiplier) >> 32) + offset;
#endif
    int32_t result;

    result = lenet_mnist_k_saturated_half(scaled >> shift);
    return (int8_t)result;
}

/*
 * One pixel of 4 * count bytes, four output channels at a time, of each a word of weights in turn;
 * the last channels one at a time.
 */
static void lenet_mnist_k_pixel_once(const int8_t *input, int32_t count, const uint32_t *w,
    const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels, int8_t *output)
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
            const uint32_t word = lenet_mnist_k_word(x);
            const uint32_t even = lenet_mnist_k_even(word);
            const uint32_t odd = lenet_mnist_k_odd(word);

            a = lenet_mnist_k_dual(lenet_mnist_k_even(w[0]), even, a);
            a = lenet_mnist_k_dual(lenet_mnist_k_odd(w[0]), odd, a);
            b = lenet_mnist_k_dual(lenet_mnist_k_even(w[1]), even, b);
            b = lenet_mnist_k_dual(lenet_mnist_k_odd(w[1]), odd, b);
            c = lenet_mnist_k_dual(lenet_mnist_k_even(w[2]), even, c);
            c = lenet_mnist_k_dual(lenet_mnist_k_odd(w[2]), odd, c);
            d = lenet_mnist_k_dual(lenet_mnist_k_even(w[3]), even, d);
            d = lenet_mnist_k_dual(lenet_mnist_k_odd(w[3]), odd, d);
            w += 4;
        }
        output[0] = lenet_mnist_k_scale_once(a, scales[1], (int32_t)((uint32_t)zero << shifts[0]),
            shifts[0]);
        output[1] = lenet_mnist_k_scale_once(b, scales[3], (int32_t)((uint32_t)zero << shifts[1]),
            shifts[1]);
        output[2] = lenet_mnist_k_scale_once(c, scales[5], (int32_t)((uint32_t)zero << shifts[2]),
            shifts[2]);
        output[3] = lenet_mnist_k_scale_once(d, scales[7], (int32_t)((uint32_t)zero << shifts[3]),
            shifts[3]);
        scales += 8;
        shifts += 4;
        output += 4;
    }
    for (; channels > 0; channels--)
    {
        int32_t a = scales[0];

        for (const int8_t *x = input; x != end; x += 4)
        {
            const uint32_t word = lenet_mnist_k_word(x);

            a = lenet_mnist_k_dual(lenet_mnist_k_even(*w), lenet_mnist_k_even(word), a);
            a = lenet_mnist_k_dual(lenet_mnist_k_odd(*w), lenet_mnist_k_odd(word), a);
            w++;
        }
        *output = lenet_mnist_k_scale_once(a, scales[1], (int32_t)((uint32_t)zero << shifts[0]),
            shifts[0]);
        scales += 2;
        shifts++;
        output++;
    }
}

/* Copies a part of an image row. */
static void lenet_mnist_conv1_1_patch(const int8_t *row, int32_t left, int8_t *patch)
{
    memcpy(patch, &row[left * 1], 4);
}

/*
 * Layer 0, conv1.1: 5x1 convolution, 28x28x1 -> 24x28x4.
 * Part of layer conv1, decomposed by spatial, rank 4, relative error of the kernel 0.145.
 * Multiplies: 24*28 * 5*1 * 4 = 13440.
 */
static void lenet_mnist_conv1_1(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const strips = (uint32_t *)(void *)scratch;
    int8_t *const patch = &scratch[160];
    int32_t y = 0;
    int32_t x = 0;

    for (int32_t block = 0; block < 168; block++)
    {
        const int32_t top = y * 1;
        const int32_t left = x * 1;
        uint32_t *strip = strips;

        for (int32_t k = 0; k < 5; k++)
        {
            const int32_t row = top + k;

            if ((row * 28 + left) * 1 > 777)
            {
                lenet_mnist_conv1_1_patch(&input[row * 28], left, patch);
                strip = lenet_mnist_k_strip_4(patch, 1, 1, strip);
            }
            else
            {
                strip = lenet_mnist_k_strip_4(&input[(row * 28 + left) * 1], 1, 1, strip);
            }
        }
        (void)strip;
        x += 4;
        if (x == 28)
        {
            x = 0;
            y++;
        }
        lenet_mnist_k_block_twice(strips, 40, lenet_mnist_conv1_1_weights, -99, 4, output);
        output += 16;
    }
}

/*
 * Layer 1, conv1: 1x5 convolution, 24x28x4 -> 24x24x6.
 * Part of layer conv1, decomposed by spatial, rank 4, relative error of the kernel 0.145.
 * Multiplies: 24*24 * 1*5 * 4*6 = 69120.
 */
static void lenet_mnist_conv1(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const strips = (uint32_t *)(void *)scratch;
    int32_t y = 0;
    int32_t x = 0;

    for (int32_t block = 0; block < 144; block++)
    {
        const int32_t top = y * 1;
        const int32_t left = x * 1;
        uint32_t *strip = strips;

        const int32_t row = top;

        {
            strip = lenet_mnist_k_strip_8(&input[(row * 28 + left) * 4], 4, 1, strip);
        }
        (void)strip;
        x += 4;
        if (x == 24)
        {
            x = 0;
            y++;
        }
        lenet_mnist_k_block_5_twice_up(strips, 16, lenet_mnist_conv1_weights, -255, 6, output);
        output += 24;
    }
}

/*
 * Layer 2, MaxPool: 2x2 maximum pool, stride 2x2, 24x24x6 -> 12x12x6.
 */
static void lenet_mnist_MaxPool(const int8_t *input, int8_t *output)
{
    for (int32_t y = 0; y < 12; y++)
    {
        const int32_t top = y * 2;
        const int32_t bottom = y * 2 + 2;

        for (int32_t x = 0; x < 12; x++)
        {
            const int32_t left = x * 2;
            const int32_t right = x * 2 + 2;

            lenet_mnist_k_largest(&input[(top * 24 + left) * 6], bottom - top, right - left, 144,
                6, output);
            output += 6;
        }
    }
}

/* Copies a part of an image row. */
static void lenet_mnist_conv2_1_patch(const int8_t *row, int32_t left, int8_t *patch)
{
    memcpy(patch, &row[left * 6], 24);
}

/*
 * Layer 3, conv2.1: 5x1 convolution, 12x12x6 -> 8x12x14.
 * Part of layer conv2, decomposed by spatial, rank 14, relative error of the kernel 0.293.
 * Multiplies: 8*12 * 5*1 * 6*14 = 40320.
 */
static void lenet_mnist_conv2_1(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const strips = (uint32_t *)(void *)scratch;
    int8_t *const patch = &scratch[320];
    int32_t y = 0;
    int32_t x = 0;

    for (int32_t block = 0; block < 24; block++)
    {
        const int32_t top = y * 1;
        const int32_t left = x * 1;
        uint32_t *strip = strips;

        for (int32_t k = 0; k < 5; k++)
        {
            const int32_t row = top + k;

            if ((row * 12 + left) * 6 > 838)
            {
                lenet_mnist_conv2_1_patch(&input[row * 72], left, patch);
                strip = lenet_mnist_k_strip_4(patch, 6, 2, strip);
            }
            else
            {
                strip = lenet_mnist_k_strip_4(&input[(row * 12 + left) * 6], 6, 2, strip);
            }
        }
        (void)strip;
        x += 4;
        if (x == 12)
        {
            x = 0;
            y++;
        }
        lenet_mnist_k_block_twice(strips, 80, lenet_mnist_conv2_1_weights, -29, 14, output);
        output += 56;
    }
}

/* Copies a part of an image row. */
static void lenet_mnist_conv2_patch(const int8_t *row, int32_t left, int8_t *patch)
{
    memcpy(patch, &row[left * 14], 112);
}

/*
 * Layer 4, conv2: 1x5 convolution, 8x12x14 -> 8x8x16.
 * Part of layer conv2, decomposed by spatial, rank 14, relative error of the kernel 0.293.
 * Multiplies: 8*8 * 1*5 * 14*16 = 71680.
 */
static void lenet_mnist_conv2(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const strips = (uint32_t *)(void *)scratch;
    int8_t *const patch = &scratch[576];
    int32_t y = 0;
    int32_t x = 0;

    for (int32_t block = 0; block < 16; block++)
    {
        const int32_t top = y * 1;
        const int32_t left = x * 1;
        uint32_t *strip = strips;

        const int32_t row = top;

        if ((row * 12 + left) * 14 > 1230)
        {
            lenet_mnist_conv2_patch(&input[row * 168], left, patch);
            strip = lenet_mnist_k_strip_4(patch, 14, 18, strip);
        }
        else
        {
            strip = lenet_mnist_k_strip_4(&input[(row * 12 + left) * 14], 14, 18, strip);
        }
        (void)strip;
        x += 4;
        if (x == 8)
        {
            x = 0;
            y++;
        }
        lenet_mnist_k_block_twice_up(strips, 144, lenet_mnist_conv2_weights, -255, 16, output);
        output += 64;
    }
}

/*
 * Layer 5, MaxPool_1: 2x2 maximum pool, stride 2x2, 8x8x16 -> 4x4x16.
 */
static void lenet_mnist_MaxPool_1(const int8_t *input, int8_t *output)
{
    for (int32_t y = 0; y < 4; y++)
    {
        const int32_t top = y * 2;
        const int32_t bottom = y * 2 + 2;

        for (int32_t x = 0; x < 4; x++)
        {
            const int32_t left = x * 2;
            const int32_t right = x * 2 + 2;

            lenet_mnist_k_largest(&input[(top * 8 + left) * 16], bottom - top, right - left, 128,
                16, output);
            output += 16;
        }
    }
}

/*
 * Layer 6, fc1.1: dense, 4x4x16 -> 40.
 * Part of layer fc1, decomposed by svd, rank 40, relative error of the kernel 0.312.
 * Multiplies: 256*40 = 10240.
 */
static void lenet_mnist_fc1_1(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_pixel_once(input, 64, lenet_mnist_fc1_1_weights, lenet_mnist_fc1_1_scales,
        lenet_mnist_fc1_1_shifts, 1, 40, output);
}

/*
 * Layer 7, fc1: dense, 40 -> 120.
 * Part of layer fc1, decomposed by svd, rank 40, relative error of the kernel 0.312.
 * Multiplies: 40*120 = 4800.
 */
static void lenet_mnist_fc1(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_pixel_once(input, 10, lenet_mnist_fc1_weights, lenet_mnist_fc1_scales,
        lenet_mnist_fc1_shifts, -255, 120, output);
}

/*
 * Layer 8, fc2.1: dense, 120 -> 24.
 * Part of layer fc2, decomposed by svd, rank 24, relative error of the kernel 0.31.
 * Multiplies: 120*24 = 2880.
 */
static void lenet_mnist_fc2_1(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_pixel_once(input, 30, lenet_mnist_fc2_1_weights, lenet_mnist_fc2_1_scales,
        lenet_mnist_fc2_1_shifts, -11, 24, output);
}

/*
 * Layer 9, fc2: dense, 24 -> 84.
 * Part of layer fc2, decomposed by svd, rank 24, relative error of the kernel 0.31.
 * Multiplies: 24*84 = 2016.
 */
static void lenet_mnist_fc2(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_pixel_once(input, 6, lenet_mnist_fc2_weights, lenet_mnist_fc2_scales,
        lenet_mnist_fc2_shifts, -255, 84, output);
}

/*
 * Layer 10, fc3.1: dense, 84 -> 8.
 * Part of layer fc3, decomposed by svd, rank 8, relative error of the kernel 0.276.
 * Multiplies: 84*8 = 672.
 */
static void lenet_mnist_fc3_1(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_pixel_once(input, 21, lenet_mnist_fc3_1_weights, lenet_mnist_fc3_1_scales,
        lenet_mnist_fc3_1_shifts, -71, 8, output);
}

/*
 * Layer 11, fc3: dense, 8 -> 10.
 * Part of layer fc3, decomposed by svd, rank 8, relative error of the kernel 0.276.
 * Multiplies: 8*10 = 80.
 */
static void lenet_mnist_fc3(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_pixel_once(input, 2, lenet_mnist_fc3_weights, lenet_mnist_fc3_scales,
        lenet_mnist_fc3_shifts, 35, 10, output);
}

int8_t *lenet_mnist_input(void *arena)
{
    int8_t *memory = arena;

    return &memory[2788];
}

const int8_t *lenet_mnist_invoke(void *arena)
{
    int8_t *memory = arena;

    lenet_mnist_conv1_1(&memory[2788], &memory[784], &memory[0]);
    lenet_mnist_conv1(&memory[784], &memory[8], &memory[3472]);
    lenet_mnist_MaxPool(&memory[8], &memory[0]);
    lenet_mnist_conv2_1(&memory[0], &memory[864], &memory[2208]);
    lenet_mnist_conv2(&memory[864], &memory[692], &memory[0]);
    lenet_mnist_MaxPool_1(&memory[692], &memory[160]);
    lenet_mnist_fc1_1(&memory[160], &memory[120]);
    lenet_mnist_fc1(&memory[120], &memory[0]);
    lenet_mnist_fc2_1(&memory[0], &memory[120]);
    lenet_mnist_fc2(&memory[120], &memory[8]);
    lenet_mnist_fc3_1(&memory[8], &memory[0]);
    lenet_mnist_fc3(&memory[0], &memory[8]);
    return &memory[8];
}

const void *lenet_mnist_run_layer(void *arena, int32_t layer, int32_t part, int32_t *bytes)
{
    int8_t *memory = arena;

    switch (layer)
    {
    case 0:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_conv1_1(&memory[2788], &memory[784], &memory[0]);
        *bytes = 2688;
        return &memory[784];
    case 1:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_conv1(&memory[784], &memory[8], &memory[3472]);
        *bytes = 3456;
        return &memory[8];
    case 2:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_MaxPool(&memory[8], &memory[0]);
        *bytes = 864;
        return &memory[0];
    case 3:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_conv2_1(&memory[0], &memory[864], &memory[2208]);
        *bytes = 1344;
        return &memory[864];
    case 4:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_conv2(&memory[864], &memory[692], &memory[0]);
        *bytes = 1024;
        return &memory[692];
    case 5:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_MaxPool_1(&memory[692], &memory[160]);
        *bytes = 256;
        return &memory[160];
    case 6:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc1_1(&memory[160], &memory[120]);
        *bytes = 40;
        return &memory[120];
    case 7:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc1(&memory[120], &memory[0]);
        *bytes = 120;
        return &memory[0];
    case 8:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc2_1(&memory[0], &memory[120]);
        *bytes = 24;
        return &memory[120];
    case 9:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc2(&memory[120], &memory[8]);
        *bytes = 84;
        return &memory[8];
    case 10:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc3_1(&memory[8], &memory[0]);
        *bytes = 8;
        return &memory[0];
    case 11:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc3(&memory[0], &memory[8]);
        *bytes = 10;
        return &memory[8];
    default:
        break;
    }
    *bytes = 0;
    return NULL;
}
