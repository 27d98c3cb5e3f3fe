/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#include "lenet_mnist.h"

#include <stddef.h>
#include <string.h>

#include "lenet_mnist_weights.h"

/* The arithmetic below needs it; C leaves it to the compiler. */
typedef char lenet_mnist_shift_is_arithmetic[(-1 >> 1) == -1 ? 1 : -1];
typedef char lenet_mnist_int_has_32_bits[sizeof(int) >= 4 ? 1 : -1];

static inline int32_t lenet_mnist_larger(int32_t left, int32_t right)
{
    return left > right ? left : right;
}

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

/* Four bytes as a little-endian word; they need not be aligned. */
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

/* Without this a compiler for bare machines may call a function for a few bytes. */
#undef LENET_MNIST_COPY
#if defined(__GNUC__)
#define LENET_MNIST_COPY __builtin_memcpy
#else
#define LENET_MNIST_COPY memcpy
#endif

/*
 * Extends bytes to pairs of lanes, 4 * count bytes of one pixel. Columns of four pixels lie side by
 * side: a pair of each, bytes 0 and 2, then bytes 1 and 3.
 */
static uint32_t *lenet_mnist_k_column(const int8_t *from, int32_t count, uint32_t *column)
{
    for (; count > 0; count--)
    {
        const uint32_t word = lenet_mnist_k_word(from);

        column[0] = lenet_mnist_k_even(word);
        column[4] = lenet_mnist_k_odd(word);
        from += 4;
        column += 8;
    }
    return column;
}

#if LENET_MNIST_DSP && !defined(__clang__)
/*
 * Sixteen products: a word of weights, extended, with a pair of each of four pixels. They take all
 * fourteen registers; Clang keeps one for itself.
 */
#define LENET_MNIST_PRODUCTS \
"ldr %[w0], [%[w]], #4\n\t" \
"ldrd %[x0], %[x1], [%[x]], #8\n\t" \
"sxtb16 %[w1], %[w0], ror #8\n\t" \
"sxtb16 %[w0], %[w0]\n\t" \
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

/*
 * Four pixels, two output channels at a time. A word of weights holds a pair for each of the two
 * channels: bytes 0 and 2, and bytes 1 and 3. A last channel alone has words of four weights.
 */
static void lenet_mnist_k_block_twice(const uint32_t *columns, int32_t pairs, const uint32_t *w,
    const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels, int8_t *output)
{
    const uint32_t *const end = &columns[pairs * 4];
    int32_t channel = channels;

    for (; channel > 1; channel -= 2)
    {
        const uint32_t *x = columns;
        int32_t a0 = scales[0];
        int32_t a1 = a0;
        int32_t a2 = a0;
        int32_t a3 = a0;
        int32_t b0 = scales[2];
        int32_t b1 = b0;
        int32_t b2 = b0;
        int32_t b3 = b0;
#if LENET_MNIST_DSP && !defined(__clang__)
        uint32_t w0;
        uint32_t w1;
        uint32_t x0;
        uint32_t x1;

        for (const uint32_t *const most = &columns[pairs / 8 * 32]; x != most;)
        {
            __asm__ volatile(
            LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS
            : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [b0] "+r"(b0),
                [b1] "+r"(b1), [b2] "+r"(b2), [b3] "+r"(b3),
            [x] "+r"(x), [w] "+r"(w), [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1)
            :
            : "memory");
        }
        while (x != end)
        {
            __asm__ volatile(
            LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS
            : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [b0] "+r"(b0),
                [b1] "+r"(b1), [b2] "+r"(b2), [b3] "+r"(b3),
            [x] "+r"(x), [w] "+r"(w), [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1)
            :
            : "memory");
        }
#else
        for (; x != end; x += 4)
        {
            const uint32_t w0 = lenet_mnist_k_even(*w);
            const uint32_t w1 = lenet_mnist_k_odd(*w);

            a0 = lenet_mnist_k_dual(w0, x[0], a0);
            a1 = lenet_mnist_k_dual(w0, x[1], a1);
            a2 = lenet_mnist_k_dual(w0, x[2], a2);
            a3 = lenet_mnist_k_dual(w0, x[3], a3);
            b0 = lenet_mnist_k_dual(w1, x[0], b0);
            b1 = lenet_mnist_k_dual(w1, x[1], b1);
            b2 = lenet_mnist_k_dual(w1, x[2], b2);
            b3 = lenet_mnist_k_dual(w1, x[3], b3);
            w++;
        }
#endif
        {
            const int32_t shift = shifts[0];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);
            const int32_t multiplier = scales[1];

            output[0] = lenet_mnist_k_scale_twice(a0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice(a1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice(a2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice(a3, multiplier, offset, shift);
        }
        {
            const int32_t shift = shifts[1];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);
            const int32_t multiplier = scales[3];

            output[1] = lenet_mnist_k_scale_twice(b0, multiplier, offset, shift);
            output[channels + 1] = lenet_mnist_k_scale_twice(b1, multiplier, offset, shift);
            output[channels * 2 + 1] = lenet_mnist_k_scale_twice(b2, multiplier, offset, shift);
            output[channels * 3 + 1] = lenet_mnist_k_scale_twice(b3, multiplier, offset, shift);
        }
        scales += 4;
        shifts += 2;
        output += 2;
    }
    if (channel > 0)
    {
        for (int32_t pixel = 0; pixel < 4; pixel++)
        {
            const uint32_t *word = w;
            int32_t sum = scales[0];

            for (const uint32_t *x = &columns[pixel]; x < end; x += 8)
            {
                sum = lenet_mnist_k_dual(lenet_mnist_k_even(*word), x[0], sum);
                sum = lenet_mnist_k_dual(lenet_mnist_k_odd(*word), x[4], sum);
                word++;
            }
            *output = lenet_mnist_k_scale_twice(sum, scales[1],
                (int32_t)((uint32_t)zero << shifts[0]), shifts[0]);
            output += channels;
        }
    }
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

/* The same of four pixels, whose bytes lie step bytes apart. */
static uint32_t *lenet_mnist_k_four_columns(const int8_t *from, int32_t step, int32_t count,
    uint32_t *columns)
{
    const int8_t *second = &from[step];
    const int8_t *third = &second[step];
    const int8_t *fourth = &third[step];

    for (; count > 0; count--)
    {
        const uint32_t a = lenet_mnist_k_word(from);
        const uint32_t b = lenet_mnist_k_word(second);
        const uint32_t c = lenet_mnist_k_word(third);
        const uint32_t d = lenet_mnist_k_word(fourth);

        columns[0] = lenet_mnist_k_even(a);
        columns[1] = lenet_mnist_k_even(b);
        columns[2] = lenet_mnist_k_even(c);
        columns[3] = lenet_mnist_k_even(d);
        columns[4] = lenet_mnist_k_odd(a);
        columns[5] = lenet_mnist_k_odd(b);
        columns[6] = lenet_mnist_k_odd(c);
        columns[7] = lenet_mnist_k_odd(d);
        from += 4;
        second += 4;
        third += 4;
        fourth += 4;
        columns += 8;
    }
    return columns;
}

/*
 * Four pixels, two output channels at a time. A word of weights holds a pair for each of the two
 * channels: bytes 0 and 2, and bytes 1 and 3. A last channel alone has words of four weights.
 */
static void lenet_mnist_k_block_twice_up(const uint32_t *columns, int32_t pairs, const uint32_t *w,
    const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels, int8_t *output)
{
    const uint32_t *const end = &columns[pairs * 4];
    int32_t channel = channels;

    for (; channel > 1; channel -= 2)
    {
        const uint32_t *x = columns;
        int32_t a0 = scales[0];
        int32_t a1 = a0;
        int32_t a2 = a0;
        int32_t a3 = a0;
        int32_t b0 = scales[2];
        int32_t b1 = b0;
        int32_t b2 = b0;
        int32_t b3 = b0;
#if LENET_MNIST_DSP && !defined(__clang__)
        uint32_t w0;
        uint32_t w1;
        uint32_t x0;
        uint32_t x1;

        for (const uint32_t *const most = &columns[pairs / 8 * 32]; x != most;)
        {
            __asm__ volatile(
            LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS
            : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [b0] "+r"(b0),
                [b1] "+r"(b1), [b2] "+r"(b2), [b3] "+r"(b3),
            [x] "+r"(x), [w] "+r"(w), [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1)
            :
            : "memory");
        }
        while (x != end)
        {
            __asm__ volatile(
            LENET_MNIST_PRODUCTS LENET_MNIST_PRODUCTS
            : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [b0] "+r"(b0),
                [b1] "+r"(b1), [b2] "+r"(b2), [b3] "+r"(b3),
            [x] "+r"(x), [w] "+r"(w), [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1)
            :
            : "memory");
        }
#else
        for (; x != end; x += 4)
        {
            const uint32_t w0 = lenet_mnist_k_even(*w);
            const uint32_t w1 = lenet_mnist_k_odd(*w);

            a0 = lenet_mnist_k_dual(w0, x[0], a0);
            a1 = lenet_mnist_k_dual(w0, x[1], a1);
            a2 = lenet_mnist_k_dual(w0, x[2], a2);
            a3 = lenet_mnist_k_dual(w0, x[3], a3);
            b0 = lenet_mnist_k_dual(w1, x[0], b0);
            b1 = lenet_mnist_k_dual(w1, x[1], b1);
            b2 = lenet_mnist_k_dual(w1, x[2], b2);
            b3 = lenet_mnist_k_dual(w1, x[3], b3);
            w++;
        }
#endif
        {
            const int32_t shift = shifts[0];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);
            const int32_t multiplier = scales[1];

            output[0] = lenet_mnist_k_scale_twice_up(a0, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice_up(a1, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice_up(a2, multiplier, offset, shift);
            output[channels * 3] = lenet_mnist_k_scale_twice_up(a3, multiplier, offset, shift);
        }
        {
            const int32_t shift = shifts[1];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);
            const int32_t multiplier = scales[3];

            output[1] = lenet_mnist_k_scale_twice_up(b0, multiplier, offset, shift);
            output[channels + 1] = lenet_mnist_k_scale_twice_up(b1, multiplier, offset, shift);
            output[channels * 2 + 1] = lenet_mnist_k_scale_twice_up(b2, multiplier, offset, shift);
            output[channels * 3 + 1] = lenet_mnist_k_scale_twice_up(b3, multiplier, offset, shift);
        }
        scales += 4;
        shifts += 2;
        output += 2;
    }
    if (channel > 0)
    {
        for (int32_t pixel = 0; pixel < 4; pixel++)
        {
            const uint32_t *word = w;
            int32_t sum = scales[0];

            for (const uint32_t *x = &columns[pixel]; x < end; x += 8)
            {
                sum = lenet_mnist_k_dual(lenet_mnist_k_even(*word), x[0], sum);
                sum = lenet_mnist_k_dual(lenet_mnist_k_odd(*word), x[4], sum);
                word++;
            }
            *output = lenet_mnist_k_scale_twice_up(sum, scales[1],
                (int32_t)((uint32_t)zero << shifts[0]), shifts[0]);
            output += channels;
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

/* Extends the window of one output pixel to a column. */
static void lenet_mnist_conv1_1_column(const int8_t *input, int32_t y, int32_t x, int8_t *window,
    uint32_t *column)
{
    const int32_t top = y * 1;
    const int32_t left = x * 1;

    const int8_t *const from = &input[(top * 28 + left) * 1];

    for (int32_t row = 0; row < 5; row++)
    {
        LENET_MNIST_COPY(&window[row * 1], &from[row * 28], 1);
    }
    lenet_mnist_k_column(window, 2, column);
}

/*
 * Layer 0, conv1.1: 5x1 convolution, 28x28x1 -> 24x28x4.
 * Part of layer conv1, decomposed by spatial, rank 4, relative error of the kernel 0.145.
 * Multiplies: 24*28 * 5*1 * 4 = 13440.
 */
static void lenet_mnist_conv1_1(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const columns = (uint32_t *)(void *)scratch;
    int8_t *const window = &scratch[64];
    int32_t y = 0;
    int32_t x = 0;

    for (int32_t block = 0; block < 168; block++)
    {
        for (int32_t slot = 0; slot < 4; slot++)
        {
            lenet_mnist_conv1_1_column(input, y, x, window, &columns[slot]);
            x++;
        }
        if (x == 28)
        {
            x = 0;
            y++;
        }
        lenet_mnist_k_block_twice(columns, 4, lenet_mnist_conv1_1_weights,
            lenet_mnist_conv1_1_scales, lenet_mnist_conv1_1_shifts, -99, 4, output);
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
    uint32_t *const columns = (uint32_t *)(void *)scratch;
    int32_t y = 0;
    int32_t x = 0;

    for (int32_t block = 0; block < 144; block++)
    {
        const int32_t top = y * 1;
        const int32_t left = x * 1;

        uint32_t *column = columns;

        const int8_t *const from = &input[(top * 28 + left) * 4];

        column = lenet_mnist_k_four_columns(&from[0], 4, 5, column);
        (void)column;
        x += 4;
        if (x == 24)
        {
            x = 0;
            y++;
        }
        lenet_mnist_k_block_twice_up(columns, 10, lenet_mnist_conv1_weights,
            lenet_mnist_conv1_scales, lenet_mnist_conv1_shifts, -255, 6, output);
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
        for (int32_t x = 0; x < 12; x++)
        {
            const int8_t *window = &input[y * 288 + x * 12];

            for (int32_t channel = 0; channel < 6; channel++)
            {
                int32_t largest = INT8_MIN;

                largest = lenet_mnist_larger(largest, window[channel]);
                largest = lenet_mnist_larger(largest, window[6 + channel]);
                largest = lenet_mnist_larger(largest, window[144 + channel]);
                largest = lenet_mnist_larger(largest, window[150 + channel]);
                output[channel] = (int8_t)largest;
            }
            output += 6;
        }
    }
}

/* Extends the window of one output pixel to a column. */
static void lenet_mnist_conv2_1_column(const int8_t *input, int32_t y, int32_t x, int8_t *window,
    uint32_t *column)
{
    const int32_t top = y * 1;
    const int32_t left = x * 1;

    const int8_t *const from = &input[(top * 12 + left) * 6];

    for (int32_t row = 0; row < 5; row++)
    {
        LENET_MNIST_COPY(&window[row * 6], &from[row * 72], 6);
    }
    lenet_mnist_k_column(window, 8, column);
}

/*
 * Layer 3, conv2.1: 5x1 convolution, 12x12x6 -> 8x12x14.
 * Part of layer conv2, decomposed by spatial, rank 14, relative error of the kernel 0.293.
 * Multiplies: 8*12 * 5*1 * 6*14 = 40320.
 */
static void lenet_mnist_conv2_1(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const columns = (uint32_t *)(void *)scratch;
    int8_t *const window = &scratch[256];
    int32_t y = 0;
    int32_t x = 0;

    for (int32_t block = 0; block < 24; block++)
    {
        for (int32_t slot = 0; slot < 4; slot++)
        {
            lenet_mnist_conv2_1_column(input, y, x, window, &columns[slot]);
            x++;
        }
        if (x == 12)
        {
            x = 0;
            y++;
        }
        lenet_mnist_k_block_twice(columns, 16, lenet_mnist_conv2_1_weights,
            lenet_mnist_conv2_1_scales, lenet_mnist_conv2_1_shifts, -29, 14, output);
        output += 56;
    }
}

/* Extends the window of one output pixel to a column. */
static void lenet_mnist_conv2_column(const int8_t *input, int32_t y, int32_t x, int8_t *window,
    uint32_t *column)
{
    const int32_t top = y * 1;
    const int32_t left = x * 1;

    const int8_t *const from = &input[(top * 12 + left) * 14];

    LENET_MNIST_COPY(&window[0], &from[0], 70);
    lenet_mnist_k_column(window, 18, column);
}

/*
 * Layer 4, conv2: 1x5 convolution, 8x12x14 -> 8x8x16.
 * Part of layer conv2, decomposed by spatial, rank 14, relative error of the kernel 0.293.
 * Multiplies: 8*8 * 1*5 * 14*16 = 71680.
 */
static void lenet_mnist_conv2(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const columns = (uint32_t *)(void *)scratch;
    int8_t *const window = &scratch[576];
    int32_t y = 0;
    int32_t x = 0;

    for (int32_t block = 0; block < 16; block++)
    {
        for (int32_t slot = 0; slot < 4; slot++)
        {
            lenet_mnist_conv2_column(input, y, x, window, &columns[slot]);
            x++;
        }
        if (x == 8)
        {
            x = 0;
            y++;
        }
        lenet_mnist_k_block_twice_up(columns, 36, lenet_mnist_conv2_weights,
            lenet_mnist_conv2_scales, lenet_mnist_conv2_shifts, -255, 16, output);
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
        for (int32_t x = 0; x < 4; x++)
        {
            const int8_t *window = &input[y * 256 + x * 32];

            for (int32_t channel = 0; channel < 16; channel++)
            {
                int32_t largest = INT8_MIN;

                largest = lenet_mnist_larger(largest, window[channel]);
                largest = lenet_mnist_larger(largest, window[16 + channel]);
                largest = lenet_mnist_larger(largest, window[128 + channel]);
                largest = lenet_mnist_larger(largest, window[144 + channel]);
                output[channel] = (int8_t)largest;
            }
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

    return &memory[2780];
}

const int8_t *lenet_mnist_invoke(void *arena)
{
    int8_t *memory = arena;

    lenet_mnist_conv1_1(&memory[2780], &memory[776], &memory[0]);
    lenet_mnist_conv1(&memory[776], &memory[0], &memory[3464]);
    lenet_mnist_MaxPool(&memory[0], &memory[0]);
    lenet_mnist_conv2_1(&memory[0], &memory[1672], &memory[864]);
    lenet_mnist_conv2(&memory[1672], &memory[0], &memory[1024]);
    lenet_mnist_MaxPool_1(&memory[0], &memory[0]);
    lenet_mnist_fc1_1(&memory[0], &memory[256]);
    lenet_mnist_fc1(&memory[256], &memory[0]);
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
        lenet_mnist_conv1_1(&memory[2780], &memory[776], &memory[0]);
        *bytes = 2688;
        return &memory[776];
    case 1:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_conv1(&memory[776], &memory[0], &memory[3464]);
        *bytes = 3456;
        return &memory[0];
    case 2:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_MaxPool(&memory[0], &memory[0]);
        *bytes = 864;
        return &memory[0];
    case 3:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_conv2_1(&memory[0], &memory[1672], &memory[864]);
        *bytes = 1344;
        return &memory[1672];
    case 4:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_conv2(&memory[1672], &memory[0], &memory[1024]);
        *bytes = 1024;
        return &memory[0];
    case 5:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_MaxPool_1(&memory[0], &memory[0]);
        *bytes = 256;
        return &memory[0];
    case 6:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc1_1(&memory[0], &memory[256]);
        *bytes = 40;
        return &memory[256];
    case 7:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc1(&memory[256], &memory[0]);
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
