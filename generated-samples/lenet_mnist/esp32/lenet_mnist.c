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
 * Whether the core gives both halves of a 64-bit product; else they are put together from 16-bit
 * factors, with the same result.
 */
#if defined(LENET_MNIST_LONG)
#elif defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_8M_BASE__) || defined(__XTENSA_CALL0_ABI__)
#define LENET_MNIST_LONG 0
#else
#define LENET_MNIST_LONG 1
#endif

/*
 * The architecture that inner loops are written for, in plain C if 0: with another compiler, and in
 * builds without optimisation, or on Armv6-M for size, which leave too few registers. If a compiler
 * says that there are too few, as GCC does under -fno-omit-frame-pointer, define LENET_MNIST_ASM as 0.
 */
#if defined(LENET_MNIST_ASM)
#elif !defined(__GNUC__) || defined(__clang__) || !defined(__OPTIMIZE__)
#define LENET_MNIST_ASM 0
#elif defined(__ARM_ARCH_6M__) && !defined(__OPTIMIZE_SIZE__)
#define LENET_MNIST_ASM 6
#elif defined(__ARM_ARCH_7M__)
#define LENET_MNIST_ASM 7
#else
#define LENET_MNIST_ASM 0
#endif

/* Half of the value, rounded down, as the nearest int8. */
static inline int32_t lenet_mnist_k_saturated_half(int32_t value)
{
#if LENET_MNIST_ASM == 7
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
#if LENET_MNIST_LONG
    const int64_t product = (int64_t)sum * multiplier;
    int32_t scaled = sum + (int32_t)(product >> 32) + (int32_t)((uint32_t)product >> 31);
#else
    const int32_t high = sum >> 16;
    const uint32_t low = (uint32_t)sum & 0xffffu;
    const uint32_t m_high = (uint32_t)multiplier >> 16;
    const uint32_t m_low = (uint32_t)multiplier & 0xffffu;
    const int32_t middle = high * (int32_t)m_low + (int32_t)((low * m_low) >> 16);
    const uint32_t rest = low * m_high + ((uint32_t)middle & 0xffffu) + 0x8000u;
    int32_t scaled = high * (int32_t)m_high + (middle >> 16) + (int32_t)(rest >> 16);
#endif
    int32_t result;

    scaled += scaled >> 31;
    scaled += offset;
    result = lenet_mnist_k_saturated_half(scaled >> shift);
    return (int8_t)result;
}

/*
 * Puts the bytes of two pixels in words: first + second * 2^16. Columns of two pairs of pixels lie
 * side by side.
 */
static uint32_t *lenet_mnist_k_pack(const int8_t *first, const int8_t *second, int32_t count,
    uint32_t *column)
{
    for (; count > 3; count -= 4)
    {
        column[0] = (uint32_t)first[0] + ((uint32_t)second[0] << 16);
        column[2] = (uint32_t)first[1] + ((uint32_t)second[1] << 16);
        column[4] = (uint32_t)first[2] + ((uint32_t)second[2] << 16);
        column[6] = (uint32_t)first[3] + ((uint32_t)second[3] << 16);
        first += 4;
        second += 4;
        column += 8;
    }
    for (int32_t i = 0; i < count; i++)
    {
        *column = (uint32_t)first[i] + ((uint32_t)second[i] << 16);
        column += 2;
    }
    return column;
}

/*
 * Four pixels, two in a word, one output channel at a time. After 2 products a word's sums
 * are taken apart: until then each of them stays within 16 bits, which the weights prove. Half a
 * unit of the upper sum makes its rounding down exact; it is taken off at the end.
 */
static void lenet_mnist_k_packed_2_twice(const uint32_t *columns, int32_t words,
    const uint32_t *weights, const int32_t *scales, const int8_t *shifts, int32_t zero,
    int32_t channels, int8_t *output)
{
    const int8_t *bytes = (const int8_t *)weights;
#if LENET_MNIST_ASM == 6
    const int32_t taps = words * 4;
#else
    const uint32_t *const end = &columns[words * 8];
#endif
    const uint32_t halves = (uint32_t)words * 65536u;

    for (int32_t channel = channels; channel > 0; channel--)
    {
        uint32_t a_all = 0u - halves;
        uint32_t b_all = a_all;
        int32_t a_high = 0;
        int32_t b_high = 0;

#if LENET_MNIST_ASM == 7
        const uint32_t *x = columns;
        const uint32_t *const most = &columns[words / 4 * 32];
        int32_t w;

        if (x != most)
        {
            __asm__ volatile(
            "1:\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "cmp %[x], %[end]\n\t"
            "bne 1b\n\t"
            : [a] "+r"(a_all), [b] "+r"(b_all), [ah] "+r"(a_high), [bh] "+r"(b_high), [x] "+r"(x),
                [bytes] "+r"(bytes), [w] "=&r"(w)
            : [half] "r"(0x8000u), [end] "r"(most)
            : "r3", "r4", "r5", "r6", "cc", "memory");
        }
        if (x != end)
        {
            __asm__ volatile(
            "1:\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "cmp %[x], %[end]\n\t"
            "bne 1b\n\t"
            : [a] "+r"(a_all), [b] "+r"(b_all), [ah] "+r"(a_high), [bh] "+r"(b_high), [x] "+r"(x),
                [bytes] "+r"(bytes), [w] "=&r"(w)
            : [half] "r"(0x8000u), [end] "r"(end)
            : "r3", "r4", "r5", "r6", "cc", "memory");
        }
#elif LENET_MNIST_ASM == 6
        const uint32_t *x = columns;
        uint32_t half = 0x8000u;
        int32_t i = -taps;

        bytes += taps;
        __asm__ volatile(
        ".syntax unified\n\t"
        "1:\n\t"
        "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
        "ldrsb r7, [%[bytes], %[i]]\n\t"
        "adds %[i], %[i], #1\n\t"
        "muls r3, r7, r3\n\t"
        "muls r4, r7, r4\n\t"
        "add r3, %[half]\n\t"
        "add r4, %[half]\n\t"
        "ldrsb r7, [%[bytes], %[i]]\n\t"
        "adds %[i], %[i], #1\n\t"
        "muls r5, r7, r5\n\t"
        "muls r6, r7, r6\n\t"
        "adds r3, r3, r5\n\t"
        "adds r4, r4, r6\n\t"
        "add %[a], r3\n\t"
        "add %[b], r4\n\t"
        "asrs r3, r3, #16\n\t"
        "asrs r4, r4, #16\n\t"
        "add %[ah], r3\n\t"
        "add %[bh], r4\n\t"
        "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
        "ldrsb r7, [%[bytes], %[i]]\n\t"
        "adds %[i], %[i], #1\n\t"
        "muls r3, r7, r3\n\t"
        "muls r4, r7, r4\n\t"
        "add r3, %[half]\n\t"
        "add r4, %[half]\n\t"
        "ldrsb r7, [%[bytes], %[i]]\n\t"
        "muls r5, r7, r5\n\t"
        "muls r6, r7, r6\n\t"
        "adds r3, r3, r5\n\t"
        "adds r4, r4, r6\n\t"
        "add %[a], r3\n\t"
        "add %[b], r4\n\t"
        "asrs r3, r3, #16\n\t"
        "asrs r4, r4, #16\n\t"
        "add %[ah], r3\n\t"
        "add %[bh], r4\n\t"
        "adds %[i], %[i], #1\n\t"
        "bne 1b\n\t"
        : [a] "+h"(a_all), [b] "+h"(b_all), [ah] "+h"(a_high), [bh] "+h"(b_high),
            [half] "+h"(half), [x] "+l"(x), [i] "+l"(i)
        : [bytes] "l"(bytes)
        : "r3", "r4", "r5", "r6", "r7", "cc", "memory");
#else
        for (const uint32_t *x = columns; x != end; x += 8)
        {
            uint32_t a;
            uint32_t b;
            int32_t w;

            w = bytes[0];
            a = 0x8000u + (uint32_t)w * x[0];
            b = 0x8000u + (uint32_t)w * x[1];
            w = bytes[1];
            a += (uint32_t)w * x[2];
            b += (uint32_t)w * x[3];
            a_all += a;
            a_high += (int32_t)a >> 16;
            b_all += b;
            b_high += (int32_t)b >> 16;
            w = bytes[2];
            a = 0x8000u + (uint32_t)w * x[4];
            b = 0x8000u + (uint32_t)w * x[5];
            w = bytes[3];
            a += (uint32_t)w * x[6];
            b += (uint32_t)w * x[7];
            a_all += a;
            a_high += (int32_t)a >> 16;
            b_all += b;
            b_high += (int32_t)b >> 16;
            bytes += 4;
        }
#endif
        {
            const int32_t bias = scales[0];
            const int32_t shift = shifts[0];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);
            const int32_t multiplier = scales[1];
            const int32_t a_low = (int32_t)(a_all - ((uint32_t)a_high << 16));
            const int32_t b_low = (int32_t)(b_all - ((uint32_t)b_high << 16));

            output[0] = lenet_mnist_k_scale_twice(a_low + bias, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice(a_high + bias, multiplier, offset, shift);
            output[channels * 2] = lenet_mnist_k_scale_twice(b_low + bias, multiplier, offset,
                shift);
            output[channels * 3] = lenet_mnist_k_scale_twice(b_high + bias, multiplier, offset,
                shift);
        }
        scales += 2;
        shifts++;
        output++;
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
#if LENET_MNIST_LONG
    const int64_t product = (int64_t)sum * multiplier;
    int32_t scaled = sum + (int32_t)(product >> 32) + (int32_t)((uint32_t)product >> 31);
#else
    const int32_t high = sum >> 16;
    const uint32_t low = (uint32_t)sum & 0xffffu;
    const uint32_t m_high = (uint32_t)multiplier >> 16;
    const uint32_t m_low = (uint32_t)multiplier & 0xffffu;
    const int32_t middle = high * (int32_t)m_low + (int32_t)((low * m_low) >> 16);
    const uint32_t rest = low * m_high + ((uint32_t)middle & 0xffffu) + 0x8000u;
    int32_t scaled = high * (int32_t)m_high + (middle >> 16) + (int32_t)(rest >> 16);
#endif
    int32_t result;

    scaled += offset;
    result = lenet_mnist_k_saturated_half(scaled >> shift);
    return (int8_t)result;
}

/*
 * Four pixels, two in a word, one output channel at a time. After 2 products a word's sums
 * are taken apart: until then each of them stays within 16 bits, which the weights prove. Half a
 * unit of the upper sum makes its rounding down exact; it is taken off at the end.
 */
static void lenet_mnist_k_packed_2_twice_up(const uint32_t *columns, int32_t words,
    const uint32_t *weights, const int32_t *scales, const int8_t *shifts, int32_t zero,
    int32_t channels, int8_t *output)
{
    const int8_t *bytes = (const int8_t *)weights;
#if LENET_MNIST_ASM == 6
    const int32_t taps = words * 4;
#else
    const uint32_t *const end = &columns[words * 8];
#endif
    const uint32_t halves = (uint32_t)words * 65536u;

    for (int32_t channel = channels; channel > 0; channel--)
    {
        uint32_t a_all = 0u - halves;
        uint32_t b_all = a_all;
        int32_t a_high = 0;
        int32_t b_high = 0;

#if LENET_MNIST_ASM == 7
        const uint32_t *x = columns;
        const uint32_t *const most = &columns[words / 4 * 32];
        int32_t w;

        if (x != most)
        {
            __asm__ volatile(
            "1:\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "cmp %[x], %[end]\n\t"
            "bne 1b\n\t"
            : [a] "+r"(a_all), [b] "+r"(b_all), [ah] "+r"(a_high), [bh] "+r"(b_high), [x] "+r"(x),
                [bytes] "+r"(bytes), [w] "=&r"(w)
            : [half] "r"(0x8000u), [end] "r"(most)
            : "r3", "r4", "r5", "r6", "cc", "memory");
        }
        if (x != end)
        {
            __asm__ volatile(
            "1:\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r3, %[w], %[half]\n\t"
            "mla r4, r4, %[w], %[half]\n\t"
            "ldrsb %[w], [%[bytes]], #1\n\t"
            "mla r3, r5, %[w], r3\n\t"
            "mla r4, r6, %[w], r4\n\t"
            "add %[a], r3\n\t"
            "add %[b], r4\n\t"
            "add %[ah], %[ah], r3, asr #16\n\t"
            "add %[bh], %[bh], r4, asr #16\n\t"
            "cmp %[x], %[end]\n\t"
            "bne 1b\n\t"
            : [a] "+r"(a_all), [b] "+r"(b_all), [ah] "+r"(a_high), [bh] "+r"(b_high), [x] "+r"(x),
                [bytes] "+r"(bytes), [w] "=&r"(w)
            : [half] "r"(0x8000u), [end] "r"(end)
            : "r3", "r4", "r5", "r6", "cc", "memory");
        }
#elif LENET_MNIST_ASM == 6
        const uint32_t *x = columns;
        uint32_t half = 0x8000u;
        int32_t i = -taps;

        bytes += taps;
        __asm__ volatile(
        ".syntax unified\n\t"
        "1:\n\t"
        "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
        "ldrsb r7, [%[bytes], %[i]]\n\t"
        "adds %[i], %[i], #1\n\t"
        "muls r3, r7, r3\n\t"
        "muls r4, r7, r4\n\t"
        "add r3, %[half]\n\t"
        "add r4, %[half]\n\t"
        "ldrsb r7, [%[bytes], %[i]]\n\t"
        "adds %[i], %[i], #1\n\t"
        "muls r5, r7, r5\n\t"
        "muls r6, r7, r6\n\t"
        "adds r3, r3, r5\n\t"
        "adds r4, r4, r6\n\t"
        "add %[a], r3\n\t"
        "add %[b], r4\n\t"
        "asrs r3, r3, #16\n\t"
        "asrs r4, r4, #16\n\t"
        "add %[ah], r3\n\t"
        "add %[bh], r4\n\t"
        "ldmia %[x]!, {r3, r4, r5, r6}\n\t"
        "ldrsb r7, [%[bytes], %[i]]\n\t"
        "adds %[i], %[i], #1\n\t"
        "muls r3, r7, r3\n\t"
        "muls r4, r7, r4\n\t"
        "add r3, %[half]\n\t"
        "add r4, %[half]\n\t"
        "ldrsb r7, [%[bytes], %[i]]\n\t"
        "muls r5, r7, r5\n\t"
        "muls r6, r7, r6\n\t"
        "adds r3, r3, r5\n\t"
        "adds r4, r4, r6\n\t"
        "add %[a], r3\n\t"
        "add %[b], r4\n\t"
        "asrs r3, r3, #16\n\t"
        "asrs r4, r4, #16\n\t"
        "add %[ah], r3\n\t"
        "add %[bh], r4\n\t"
        "adds %[i], %[i], #1\n\t"
        "bne 1b\n\t"
        : [a] "+h"(a_all), [b] "+h"(b_all), [ah] "+h"(a_high), [bh] "+h"(b_high),
            [half] "+h"(half), [x] "+l"(x), [i] "+l"(i)
        : [bytes] "l"(bytes)
        : "r3", "r4", "r5", "r6", "r7", "cc", "memory");
#else
        for (const uint32_t *x = columns; x != end; x += 8)
        {
            uint32_t a;
            uint32_t b;
            int32_t w;

            w = bytes[0];
            a = 0x8000u + (uint32_t)w * x[0];
            b = 0x8000u + (uint32_t)w * x[1];
            w = bytes[1];
            a += (uint32_t)w * x[2];
            b += (uint32_t)w * x[3];
            a_all += a;
            a_high += (int32_t)a >> 16;
            b_all += b;
            b_high += (int32_t)b >> 16;
            w = bytes[2];
            a = 0x8000u + (uint32_t)w * x[4];
            b = 0x8000u + (uint32_t)w * x[5];
            w = bytes[3];
            a += (uint32_t)w * x[6];
            b += (uint32_t)w * x[7];
            a_all += a;
            a_high += (int32_t)a >> 16;
            b_all += b;
            b_high += (int32_t)b >> 16;
            bytes += 4;
        }
#endif
        {
            const int32_t bias = scales[0];
            const int32_t shift = shifts[0];
            const int32_t offset = (int32_t)((uint32_t)zero << shift);
            const int32_t multiplier = scales[1];
            const int32_t a_low = (int32_t)(a_all - ((uint32_t)a_high << 16));
            const int32_t b_low = (int32_t)(b_all - ((uint32_t)b_high << 16));

            output[0] = lenet_mnist_k_scale_twice_up(a_low + bias, multiplier, offset, shift);
            output[channels] = lenet_mnist_k_scale_twice_up(a_high + bias, multiplier, offset,
                shift);
            output[channels * 2] = lenet_mnist_k_scale_twice_up(b_low + bias, multiplier, offset,
                shift);
            output[channels * 3] = lenet_mnist_k_scale_twice_up(b_high + bias, multiplier, offset,
                shift);
        }
        scales += 2;
        shifts++;
        output++;
    }
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
        int32_t a = INT8_MIN;
        int32_t b = INT8_MIN;
        int32_t c = INT8_MIN;
        int32_t d = INT8_MIN;

        for (int32_t y = rows; y > 0; y--)
        {
            const int8_t *x = row;

            for (int32_t k = columns; k > 0; k--)
            {
                a = x[0] > a ? x[0] : a;
                b = x[1] > b ? x[1] : b;
                c = x[2] > c ? x[2] : c;
                d = x[3] > d ? x[3] : d;
                x += channels;
            }
            row += row_step;
        }
        to[0] = (int8_t)a;
        to[1] = (int8_t)b;
        to[2] = (int8_t)c;
        to[3] = (int8_t)d;
    }
}

/*
 * sum * multiplier / 2^(shift + 33), to nearest, ties upwards, plus the zero point;
 * offset is (2 * zero point + 1) * 2^shift.
 */
static inline int8_t lenet_mnist_k_scale_once(int32_t sum, int32_t multiplier, int32_t offset,
    int32_t shift)
{
#if LENET_MNIST_LONG
    const int64_t product = (int64_t)sum * multiplier;
    int32_t scaled = (int32_t)(product >> 32) + offset;
#else
    const int32_t high = sum >> 16;
    const uint32_t low = (uint32_t)sum & 0xffffu;
    const uint32_t m_high = (uint32_t)multiplier >> 16;
    const uint32_t m_low = (uint32_t)multiplier & 0xffffu;
    const int32_t middle = high * (int32_t)m_low + (int32_t)((low * m_low) >> 16);
    const uint32_t rest = low * m_high + ((uint32_t)middle & 0xffffu);
    int32_t scaled = high * (int32_t)m_high + (middle >> 16) + (int32_t)(rest >> 16) + offset;
#endif
    int32_t result;

    result = lenet_mnist_k_saturated_half(scaled >> shift);
    return (int8_t)result;
}

/*
 * One pixel, four output channels at a time, the last channels one at a time. Weights are 128 too
 * large, which the sum of the inputs makes good.
 */
static void lenet_mnist_k_dense_once(const int8_t *input, int32_t count, const uint32_t *weights,
    const int32_t *scales, const int8_t *shifts, int32_t zero, int32_t channels, int8_t *output)
{
    const uint8_t *w = (const uint8_t *)weights;
    const int8_t *const most = &input[count - count % 4];
    const int8_t *const end = &input[count];
    int32_t excess = 0;

    for (const int8_t *x = input; x != end; x++)
    {
        excess += *x;
    }
    excess *= 128;
    for (; channels > 3; channels -= 4)
    {
        const int8_t *x = input;
        int32_t a = scales[0] - excess;
        int32_t b = scales[2] - excess;
        int32_t c = scales[4] - excess;
        int32_t d = scales[6] - excess;

        for (; x != most; x += 4)
        {
            {
                const int32_t value = x[0];

                a += value * w[0];
                b += value * w[1];
                c += value * w[2];
                d += value * w[3];
            }
            {
                const int32_t value = x[1];

                a += value * w[4];
                b += value * w[5];
                c += value * w[6];
                d += value * w[7];
            }
            {
                const int32_t value = x[2];

                a += value * w[8];
                b += value * w[9];
                c += value * w[10];
                d += value * w[11];
            }
            {
                const int32_t value = x[3];

                a += value * w[12];
                b += value * w[13];
                c += value * w[14];
                d += value * w[15];
            }
            w += 16;
        }
        for (; x != end; x++)
        {
            {
                const int32_t value = x[0];

                a += value * w[0];
                b += value * w[1];
                c += value * w[2];
                d += value * w[3];
            }
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
        int32_t sum = scales[0] - excess;

        for (const int8_t *x = input; x != end; x++)
        {
            sum += *x * *w;
            w++;
        }
        *output = lenet_mnist_k_scale_once(sum, scales[1], (int32_t)((uint32_t)zero << shifts[0]),
            shifts[0]);
        scales += 2;
        shifts++;
        output++;
    }
}

/* Packs the windows of two output pixels, whose first rows and columns are given. */
static void lenet_mnist_conv1_1_pair(const int8_t *input, int32_t top, int32_t left,
    int32_t next_top, int32_t next_left, uint32_t *column)
{
    const int8_t *const a = &input[(top * 28 + left) * 1];
    const int8_t *const b = &input[(next_top * 28 + next_left) * 1];

    for (int32_t row = 0; row < 5; row++)
    {
        column = lenet_mnist_k_pack(&a[row * 28], &b[row * 28], 1, column);
    }
    (void)column;
}

/*
 * Layer 0, conv1.1: 5x1 convolution, 28x28x1 -> 24x28x4.
 * Part of layer conv1, decomposed by spatial, rank 4, relative error of the kernel 0.145.
 * Multiplies: 24*28 * 5*1 * 4 = 13440.
 */
static void lenet_mnist_conv1_1(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const columns = (uint32_t *)(void *)scratch;
    int32_t y = 0;
    int32_t x = 0;

    memset(&columns[10], 0, 24);
    for (int32_t block = 0; block < 168; block++)
    {
        for (int32_t pair = 0; pair < 2; pair++)
        {
            const int32_t top = y * 1;
            const int32_t left = x * 1;

            x++;
            if (x == 28)
            {
                x = 0;
                y++;
            }
            {
                const int32_t next_top = y * 1;
                const int32_t next_left = x * 1;

                lenet_mnist_conv1_1_pair(input, top, left, next_top, next_left, &columns[pair]);
            }
            x++;
            if (x == 28)
            {
                x = 0;
                y++;
            }
        }
        lenet_mnist_k_packed_2_twice(columns, 2, lenet_mnist_conv1_1_weights,
            lenet_mnist_conv1_1_scales, lenet_mnist_conv1_1_shifts, -99, 4, output);
        output += 16;
    }
}

/* Packs the windows of two output pixels, whose first rows and columns are given. */
static void lenet_mnist_conv1_pair(const int8_t *input, int32_t top, int32_t left,
    int32_t next_top, int32_t next_left, uint32_t *column)
{
    const int8_t *const a = &input[(top * 28 + left) * 4];
    const int8_t *const b = &input[(next_top * 28 + next_left) * 4];

    column = lenet_mnist_k_pack(&a[0], &b[0], 20, column);
    (void)column;
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
        for (int32_t pair = 0; pair < 2; pair++)
        {
            const int32_t top = y * 1;
            const int32_t left = x * 1;

            x++;
            if (x == 24)
            {
                x = 0;
                y++;
            }
            {
                const int32_t next_top = y * 1;
                const int32_t next_left = x * 1;

                lenet_mnist_conv1_pair(input, top, left, next_top, next_left, &columns[pair]);
            }
            x++;
            if (x == 24)
            {
                x = 0;
                y++;
            }
        }
        lenet_mnist_k_packed_2_twice_up(columns, 5, lenet_mnist_conv1_weights,
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

/* Packs the windows of two output pixels, whose first rows and columns are given. */
static void lenet_mnist_conv2_1_pair(const int8_t *input, int32_t top, int32_t left,
    int32_t next_top, int32_t next_left, uint32_t *column)
{
    const int8_t *const a = &input[(top * 12 + left) * 6];
    const int8_t *const b = &input[(next_top * 12 + next_left) * 6];

    for (int32_t row = 0; row < 5; row++)
    {
        column = lenet_mnist_k_pack(&a[row * 72], &b[row * 72], 6, column);
    }
    (void)column;
}

/*
 * Layer 3, conv2.1: 5x1 convolution, 12x12x6 -> 8x12x14.
 * Part of layer conv2, decomposed by spatial, rank 14, relative error of the kernel 0.293.
 * Multiplies: 8*12 * 5*1 * 6*14 = 40320.
 */
static void lenet_mnist_conv2_1(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const columns = (uint32_t *)(void *)scratch;
    int32_t y = 0;
    int32_t x = 0;

    memset(&columns[60], 0, 16);
    for (int32_t block = 0; block < 24; block++)
    {
        for (int32_t pair = 0; pair < 2; pair++)
        {
            const int32_t top = y * 1;
            const int32_t left = x * 1;

            x++;
            if (x == 12)
            {
                x = 0;
                y++;
            }
            {
                const int32_t next_top = y * 1;
                const int32_t next_left = x * 1;

                lenet_mnist_conv2_1_pair(input, top, left, next_top, next_left, &columns[pair]);
            }
            x++;
            if (x == 12)
            {
                x = 0;
                y++;
            }
        }
        lenet_mnist_k_packed_2_twice(columns, 8, lenet_mnist_conv2_1_weights,
            lenet_mnist_conv2_1_scales, lenet_mnist_conv2_1_shifts, -29, 14, output);
        output += 56;
    }
}

/* Packs the windows of two output pixels, whose first rows and columns are given. */
static void lenet_mnist_conv2_pair(const int8_t *input, int32_t top, int32_t left,
    int32_t next_top, int32_t next_left, uint32_t *column)
{
    const int8_t *const a = &input[(top * 12 + left) * 14];
    const int8_t *const b = &input[(next_top * 12 + next_left) * 14];

    column = lenet_mnist_k_pack(&a[0], &b[0], 70, column);
    (void)column;
}

/*
 * Layer 4, conv2: 1x5 convolution, 8x12x14 -> 8x8x16.
 * Part of layer conv2, decomposed by spatial, rank 14, relative error of the kernel 0.293.
 * Multiplies: 8*8 * 1*5 * 14*16 = 71680.
 */
static void lenet_mnist_conv2(const int8_t *input, int8_t *output, int8_t *scratch)
{
    uint32_t *const columns = (uint32_t *)(void *)scratch;
    int32_t y = 0;
    int32_t x = 0;

    memset(&columns[140], 0, 16);
    for (int32_t block = 0; block < 16; block++)
    {
        for (int32_t pair = 0; pair < 2; pair++)
        {
            const int32_t top = y * 1;
            const int32_t left = x * 1;

            x++;
            if (x == 8)
            {
                x = 0;
                y++;
            }
            {
                const int32_t next_top = y * 1;
                const int32_t next_left = x * 1;

                lenet_mnist_conv2_pair(input, top, left, next_top, next_left, &columns[pair]);
            }
            x++;
            if (x == 8)
            {
                x = 0;
                y++;
            }
        }
        lenet_mnist_k_packed_2_twice_up(columns, 18, lenet_mnist_conv2_weights,
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
    lenet_mnist_k_dense_once(input, 256, lenet_mnist_fc1_1_weights, lenet_mnist_fc1_1_scales,
        lenet_mnist_fc1_1_shifts, 1, 40, output);
}

/*
 * Layer 7, fc1: dense, 40 -> 120.
 * Part of layer fc1, decomposed by svd, rank 40, relative error of the kernel 0.312.
 * Multiplies: 40*120 = 4800.
 */
static void lenet_mnist_fc1(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_dense_once(input, 40, lenet_mnist_fc1_weights, lenet_mnist_fc1_scales,
        lenet_mnist_fc1_shifts, -255, 120, output);
}

/*
 * Layer 8, fc2.1: dense, 120 -> 24.
 * Part of layer fc2, decomposed by svd, rank 24, relative error of the kernel 0.31.
 * Multiplies: 120*24 = 2880.
 */
static void lenet_mnist_fc2_1(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_dense_once(input, 120, lenet_mnist_fc2_1_weights, lenet_mnist_fc2_1_scales,
        lenet_mnist_fc2_1_shifts, -11, 24, output);
}

/*
 * Layer 9, fc2: dense, 24 -> 84.
 * Part of layer fc2, decomposed by svd, rank 24, relative error of the kernel 0.31.
 * Multiplies: 24*84 = 2016.
 */
static void lenet_mnist_fc2(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_dense_once(input, 24, lenet_mnist_fc2_weights, lenet_mnist_fc2_scales,
        lenet_mnist_fc2_shifts, -255, 84, output);
}

/*
 * Layer 10, fc3.1: dense, 84 -> 8.
 * Part of layer fc3, decomposed by svd, rank 8, relative error of the kernel 0.276.
 * Multiplies: 84*8 = 672.
 */
static void lenet_mnist_fc3_1(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_dense_once(input, 84, lenet_mnist_fc3_1_weights, lenet_mnist_fc3_1_scales,
        lenet_mnist_fc3_1_shifts, -71, 8, output);
}

/*
 * Layer 11, fc3: dense, 8 -> 10.
 * Part of layer fc3, decomposed by svd, rank 8, relative error of the kernel 0.276.
 * Multiplies: 8*10 = 80.
 */
static void lenet_mnist_fc3(const int8_t *input, int8_t *output)
{
    lenet_mnist_k_dense_once(input, 8, lenet_mnist_fc3_weights, lenet_mnist_fc3_scales,
        lenet_mnist_fc3_shifts, 35, 10, output);
}

int8_t *lenet_mnist_input(void *arena)
{
    int8_t *memory = arena;

    return &memory[0];
}

const int8_t *lenet_mnist_invoke(void *arena)
{
    int8_t *memory = arena;

    lenet_mnist_conv1_1(&memory[0], &memory[936], &memory[784]);
    lenet_mnist_conv1(&memory[936], &memory[160], &memory[0]);
    lenet_mnist_MaxPool(&memory[160], &memory[0]);
    lenet_mnist_conv2_1(&memory[0], &memory[864], &memory[2208]);
    lenet_mnist_conv2(&memory[864], &memory[16], &memory[2208]);
    lenet_mnist_MaxPool_1(&memory[16], &memory[0]);
    lenet_mnist_fc1_1(&memory[0], &memory[256]);
    lenet_mnist_fc1(&memory[256], &memory[24]);
    lenet_mnist_fc2_1(&memory[24], &memory[0]);
    lenet_mnist_fc2(&memory[0], &memory[24]);
    lenet_mnist_fc3_1(&memory[24], &memory[0]);
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
        lenet_mnist_conv1_1(&memory[0], &memory[936], &memory[784]);
        *bytes = 2688;
        return &memory[936];
    case 1:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_conv1(&memory[936], &memory[160], &memory[0]);
        *bytes = 3456;
        return &memory[160];
    case 2:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_MaxPool(&memory[160], &memory[0]);
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
        lenet_mnist_conv2(&memory[864], &memory[16], &memory[2208]);
        *bytes = 1024;
        return &memory[16];
    case 5:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_MaxPool_1(&memory[16], &memory[0]);
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
        lenet_mnist_fc1(&memory[256], &memory[24]);
        *bytes = 120;
        return &memory[24];
    case 8:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc2_1(&memory[24], &memory[0]);
        *bytes = 24;
        return &memory[0];
    case 9:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc2(&memory[0], &memory[24]);
        *bytes = 84;
        return &memory[24];
    case 10:
        if (part > 0)
        {
            break;
        }
        lenet_mnist_fc3_1(&memory[24], &memory[0]);
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
