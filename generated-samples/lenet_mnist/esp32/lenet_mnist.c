/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#include "lenet_mnist.h"

#include <stddef.h>
#include <string.h>

#include "lenet_mnist_weights.h"

/* The arithmetic below needs it; C leaves it to the compiler. */
typedef char lenet_mnist_shift_is_arithmetic[(-1 >> 1) == -1 ? 1 : -1];

/* value * multiplier / 2^31, to nearest. */
static inline int32_t lenet_mnist_scale(int32_t value, int32_t multiplier)
{
    return (int32_t)(((int64_t)value * multiplier + (1 << 30)) >> 31);
}

/* value / 2^exponent, to nearest, ties away from zero; exponent 1 to 30, the sum fits. */
static inline int32_t lenet_mnist_round_shift(int32_t value, int32_t exponent)
{
    return (value + ((int32_t)1 << (exponent - 1)) + (value >> 31)) >> exponent;
}

/*
 * value * multiplier / 2^exponent, to nearest, ties upwards, plus the zero point, modulo 2^32;
 * exponent 1 to 62.
 */
static inline int32_t lenet_mnist_scale_once(int32_t value, int32_t multiplier, int32_t exponent,
    int32_t zero_point)
{
    const int64_t half = (int64_t)1 << (exponent - 1);

    return (int32_t)((uint32_t)(((int64_t)value * multiplier + half) >> exponent)
        + (uint32_t)zero_point);
}

static inline int8_t lenet_mnist_clamp(int32_t value, int32_t minimum, int32_t maximum)
{
    return (int8_t)(value < minimum ? minimum : value > maximum ? maximum : value);
}

static inline int32_t lenet_mnist_larger(int32_t left, int32_t right)
{
    return left > right ? left : right;
}

static inline int8_t lenet_mnist_conv1_1_requantise(int32_t sum, int32_t channel)
{
    const int32_t scaled = lenet_mnist_scale(sum, lenet_mnist_conv1_1_multipliers[channel]);
    const int32_t value = lenet_mnist_round_shift(scaled, lenet_mnist_conv1_1_shifts[channel]) - 50;

    return lenet_mnist_clamp(value, -128, 127);
}

/* One output pixel; input is where its window starts. */
static void lenet_mnist_conv1_1_pixel(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_conv1_1_weights;

    int32_t s0 = lenet_mnist_conv1_1_bias[0];
    int32_t s1 = lenet_mnist_conv1_1_bias[1];
    int32_t s2 = lenet_mnist_conv1_1_bias[2];
    int32_t s3 = lenet_mnist_conv1_1_bias[3];
    const int8_t *x0 = input;
    const int8_t *x1 = &input[28];
    const int8_t *x2 = &input[56];
    const int8_t *x3 = &input[84];
    const int8_t *x4 = &input[112];

    s0 += x0[0] * w[0]; s1 += x0[0] * w[1]; s2 += x0[0] * w[2]; s3 += x0[0] * w[3];
    s0 += x1[0] * w[4]; s1 += x1[0] * w[5]; s2 += x1[0] * w[6]; s3 += x1[0] * w[7];
    s0 += x2[0] * w[8]; s1 += x2[0] * w[9]; s2 += x2[0] * w[10]; s3 += x2[0] * w[11];
    s0 += x3[0] * w[12]; s1 += x3[0] * w[13]; s2 += x3[0] * w[14]; s3 += x3[0] * w[15];
    s0 += x4[0] * w[16]; s1 += x4[0] * w[17]; s2 += x4[0] * w[18]; s3 += x4[0] * w[19];

    output[0] = lenet_mnist_conv1_1_requantise(s0, 0);
    output[1] = lenet_mnist_conv1_1_requantise(s1, 1);
    output[2] = lenet_mnist_conv1_1_requantise(s2, 2);
    output[3] = lenet_mnist_conv1_1_requantise(s3, 3);
}

/*
 * Layer 0, conv1.1: 5x1 convolution, 28x28x1 -> 24x28x4.
 * Part of layer conv1, decomposed by spatial, rank 4, relative error of the kernel 0.145.
 * Multiplies: 24*28 * 5*1 * 4 = 13440.
 */
static void lenet_mnist_conv1_1(const int8_t *input, int8_t *output)
{
    for (int32_t y = 0; y < 24; y++)
    {
        for (int32_t x = 0; x < 28; x++)
        {
            lenet_mnist_conv1_1_pixel(&input[y * 28 + x], output);
            output += 4;
        }
    }
}

static inline int8_t lenet_mnist_conv1_requantise(int32_t sum, int32_t channel)
{
    const int32_t scaled = lenet_mnist_scale(sum, lenet_mnist_conv1_multipliers[channel]);
    const int32_t value = lenet_mnist_round_shift(scaled, lenet_mnist_conv1_shifts[channel]) - 128;

    return lenet_mnist_clamp(value, -128, 127);
}

/* One output pixel; input is where its window starts. */
static void lenet_mnist_conv1_pixel(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_conv1_weights;

    for (int32_t channel = 0; channel < 6; channel += 3)
    {
        int32_t s0 = lenet_mnist_conv1_bias[channel];
        int32_t s1 = lenet_mnist_conv1_bias[channel + 1];
        int32_t s2 = lenet_mnist_conv1_bias[channel + 2];

        const int8_t *x = input;

        for (int32_t i = 0; i < 16; i += 8)
        {
            s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2];
            s0 += x[1] * w[3]; s1 += x[1] * w[4]; s2 += x[1] * w[5];
            s0 += x[2] * w[6]; s1 += x[2] * w[7]; s2 += x[2] * w[8];
            s0 += x[3] * w[9]; s1 += x[3] * w[10]; s2 += x[3] * w[11];
            s0 += x[4] * w[12]; s1 += x[4] * w[13]; s2 += x[4] * w[14];
            s0 += x[5] * w[15]; s1 += x[5] * w[16]; s2 += x[5] * w[17];
            s0 += x[6] * w[18]; s1 += x[6] * w[19]; s2 += x[6] * w[20];
            s0 += x[7] * w[21]; s1 += x[7] * w[22]; s2 += x[7] * w[23];
            x += 8;
            w += 24;
        }
        s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2];
        s0 += x[1] * w[3]; s1 += x[1] * w[4]; s2 += x[1] * w[5];
        s0 += x[2] * w[6]; s1 += x[2] * w[7]; s2 += x[2] * w[8];
        s0 += x[3] * w[9]; s1 += x[3] * w[10]; s2 += x[3] * w[11];
        w += 12;

        output[channel] = lenet_mnist_conv1_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_conv1_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_conv1_requantise(s2, channel + 2);
    }
}

/*
 * Layer 1, conv1: 1x5 convolution, 24x28x4 -> 24x24x6.
 * Part of layer conv1, decomposed by spatial, rank 4, relative error of the kernel 0.145.
 * Multiplies: 24*24 * 1*5 * 4*6 = 69120.
 */
static void lenet_mnist_conv1(const int8_t *input, int8_t *output)
{
    for (int32_t y = 0; y < 24; y++)
    {
        for (int32_t x = 0; x < 24; x++)
        {
            lenet_mnist_conv1_pixel(&input[y * 112 + x * 4], output);
            output += 6;
        }
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

static inline int8_t lenet_mnist_conv2_1_requantise(int32_t sum, int32_t channel)
{
    const int32_t scaled = lenet_mnist_scale(sum, lenet_mnist_conv2_1_multipliers[channel]);
    const int32_t value = lenet_mnist_round_shift(scaled, lenet_mnist_conv2_1_shifts[channel]) - 15;

    return lenet_mnist_clamp(value, -128, 127);
}

/* One output pixel; input is where its window starts. */
static void lenet_mnist_conv2_1_pixel(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_conv2_1_weights;

    for (int32_t channel = 0; channel < 12; channel += 4)
    {
        int32_t s0 = lenet_mnist_conv2_1_bias[channel];
        int32_t s1 = lenet_mnist_conv2_1_bias[channel + 1];
        int32_t s2 = lenet_mnist_conv2_1_bias[channel + 2];
        int32_t s3 = lenet_mnist_conv2_1_bias[channel + 3];

        for (int32_t y = 0; y < 5; y++)
        {
            const int8_t *x = &input[y * 72];

            s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
            s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
            s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
            s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
            s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
            s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
            w += 24;
        }

        output[channel] = lenet_mnist_conv2_1_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_conv2_1_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_conv2_1_requantise(s2, channel + 2);
        output[channel + 3] = lenet_mnist_conv2_1_requantise(s3, channel + 3);
    }

    int32_t s0 = lenet_mnist_conv2_1_bias[12];
    int32_t s1 = lenet_mnist_conv2_1_bias[13];

    for (int32_t y = 0; y < 5; y++)
    {
        const int8_t *x = &input[y * 72];

        s0 += x[0] * w[0]; s1 += x[0] * w[1];
        s0 += x[1] * w[2]; s1 += x[1] * w[3];
        s0 += x[2] * w[4]; s1 += x[2] * w[5];
        s0 += x[3] * w[6]; s1 += x[3] * w[7];
        s0 += x[4] * w[8]; s1 += x[4] * w[9];
        s0 += x[5] * w[10]; s1 += x[5] * w[11];
        w += 12;
    }

    output[12] = lenet_mnist_conv2_1_requantise(s0, 12);
    output[13] = lenet_mnist_conv2_1_requantise(s1, 13);
}

/*
 * Layer 3, conv2.1: 5x1 convolution, 12x12x6 -> 8x12x14.
 * Part of layer conv2, decomposed by spatial, rank 14, relative error of the kernel 0.293.
 * Multiplies: 8*12 * 5*1 * 6*14 = 40320.
 */
static void lenet_mnist_conv2_1(const int8_t *input, int8_t *output)
{
    for (int32_t y = 0; y < 8; y++)
    {
        for (int32_t x = 0; x < 12; x++)
        {
            lenet_mnist_conv2_1_pixel(&input[y * 72 + x * 6], output);
            output += 14;
        }
    }
}

static inline int8_t lenet_mnist_conv2_requantise(int32_t sum, int32_t channel)
{
    const int32_t scaled = lenet_mnist_scale(sum, lenet_mnist_conv2_multipliers[channel]);
    const int32_t value = lenet_mnist_round_shift(scaled, 7) - 128;

    return lenet_mnist_clamp(value, -128, 127);
}

/* One output pixel; input is where its window starts. */
static void lenet_mnist_conv2_pixel(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_conv2_weights;

    for (int32_t channel = 0; channel < 16; channel += 4)
    {
        int32_t s0 = lenet_mnist_conv2_bias[channel];
        int32_t s1 = lenet_mnist_conv2_bias[channel + 1];
        int32_t s2 = lenet_mnist_conv2_bias[channel + 2];
        int32_t s3 = lenet_mnist_conv2_bias[channel + 3];

        const int8_t *x = input;

        for (int32_t i = 0; i < 64; i += 8)
        {
            s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
            s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
            s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
            s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
            s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
            s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
            s0 += x[6] * w[24]; s1 += x[6] * w[25]; s2 += x[6] * w[26]; s3 += x[6] * w[27];
            s0 += x[7] * w[28]; s1 += x[7] * w[29]; s2 += x[7] * w[30]; s3 += x[7] * w[31];
            x += 8;
            w += 32;
        }
        s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
        s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
        s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
        s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
        s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
        s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
        w += 24;

        output[channel] = lenet_mnist_conv2_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_conv2_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_conv2_requantise(s2, channel + 2);
        output[channel + 3] = lenet_mnist_conv2_requantise(s3, channel + 3);
    }
}

/*
 * Layer 4, conv2: 1x5 convolution, 8x12x14 -> 8x8x16.
 * Part of layer conv2, decomposed by spatial, rank 14, relative error of the kernel 0.293.
 * Multiplies: 8*8 * 1*5 * 14*16 = 71680.
 */
static void lenet_mnist_conv2(const int8_t *input, int8_t *output)
{
    for (int32_t y = 0; y < 8; y++)
    {
        for (int32_t x = 0; x < 8; x++)
        {
            lenet_mnist_conv2_pixel(&input[y * 168 + x * 14], output);
            output += 16;
        }
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

static inline int8_t lenet_mnist_fc1_1_requantise(int32_t sum, int32_t channel)
{
    const int32_t value = lenet_mnist_scale_once(sum, lenet_mnist_fc1_1_multipliers[channel],
        lenet_mnist_fc1_1_shifts[channel], 0);

    return lenet_mnist_clamp(value, -128, 127);
}

/*
 * Layer 6, fc1.1: dense, 4x4x16 -> 40.
 * Part of layer fc1, decomposed by svd, rank 40, relative error of the kernel 0.312.
 * Multiplies: 256*40 = 10240.
 */
static void lenet_mnist_fc1_1(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_fc1_1_weights;

    for (int32_t channel = 0; channel < 40; channel += 4)
    {
        int32_t s0 = lenet_mnist_fc1_1_bias[channel];
        int32_t s1 = lenet_mnist_fc1_1_bias[channel + 1];
        int32_t s2 = lenet_mnist_fc1_1_bias[channel + 2];
        int32_t s3 = lenet_mnist_fc1_1_bias[channel + 3];

        const int8_t *x = input;

        for (int32_t i = 0; i < 256; i += 8)
        {
            s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
            s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
            s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
            s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
            s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
            s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
            s0 += x[6] * w[24]; s1 += x[6] * w[25]; s2 += x[6] * w[26]; s3 += x[6] * w[27];
            s0 += x[7] * w[28]; s1 += x[7] * w[29]; s2 += x[7] * w[30]; s3 += x[7] * w[31];
            x += 8;
            w += 32;
        }

        output[channel] = lenet_mnist_fc1_1_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_fc1_1_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_fc1_1_requantise(s2, channel + 2);
        output[channel + 3] = lenet_mnist_fc1_1_requantise(s3, channel + 3);
    }
}

static inline int8_t lenet_mnist_fc1_requantise(int32_t sum, int32_t channel)
{
    const int32_t value = lenet_mnist_scale_once(sum, lenet_mnist_fc1_multipliers[channel],
        lenet_mnist_fc1_shifts[channel], -128);

    return lenet_mnist_clamp(value, -128, 127);
}

/*
 * Layer 7, fc1: dense, 40 -> 120.
 * Part of layer fc1, decomposed by svd, rank 40, relative error of the kernel 0.312.
 * Multiplies: 40*120 = 4800.
 */
static void lenet_mnist_fc1(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_fc1_weights;

    for (int32_t channel = 0; channel < 120; channel += 4)
    {
        int32_t s0 = lenet_mnist_fc1_bias[channel];
        int32_t s1 = lenet_mnist_fc1_bias[channel + 1];
        int32_t s2 = lenet_mnist_fc1_bias[channel + 2];
        int32_t s3 = lenet_mnist_fc1_bias[channel + 3];

        const int8_t *x = input;

        for (int32_t i = 0; i < 40; i += 8)
        {
            s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
            s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
            s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
            s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
            s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
            s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
            s0 += x[6] * w[24]; s1 += x[6] * w[25]; s2 += x[6] * w[26]; s3 += x[6] * w[27];
            s0 += x[7] * w[28]; s1 += x[7] * w[29]; s2 += x[7] * w[30]; s3 += x[7] * w[31];
            x += 8;
            w += 32;
        }

        output[channel] = lenet_mnist_fc1_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_fc1_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_fc1_requantise(s2, channel + 2);
        output[channel + 3] = lenet_mnist_fc1_requantise(s3, channel + 3);
    }
}

static inline int8_t lenet_mnist_fc2_1_requantise(int32_t sum, int32_t channel)
{
    const int32_t value = lenet_mnist_scale_once(sum, lenet_mnist_fc2_1_multipliers[channel],
        lenet_mnist_fc2_1_shifts[channel], -6);

    return lenet_mnist_clamp(value, -128, 127);
}

/*
 * Layer 8, fc2.1: dense, 120 -> 24.
 * Part of layer fc2, decomposed by svd, rank 24, relative error of the kernel 0.31.
 * Multiplies: 120*24 = 2880.
 */
static void lenet_mnist_fc2_1(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_fc2_1_weights;

    for (int32_t channel = 0; channel < 24; channel += 4)
    {
        int32_t s0 = lenet_mnist_fc2_1_bias[channel];
        int32_t s1 = lenet_mnist_fc2_1_bias[channel + 1];
        int32_t s2 = lenet_mnist_fc2_1_bias[channel + 2];
        int32_t s3 = lenet_mnist_fc2_1_bias[channel + 3];

        const int8_t *x = input;

        for (int32_t i = 0; i < 120; i += 8)
        {
            s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
            s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
            s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
            s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
            s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
            s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
            s0 += x[6] * w[24]; s1 += x[6] * w[25]; s2 += x[6] * w[26]; s3 += x[6] * w[27];
            s0 += x[7] * w[28]; s1 += x[7] * w[29]; s2 += x[7] * w[30]; s3 += x[7] * w[31];
            x += 8;
            w += 32;
        }

        output[channel] = lenet_mnist_fc2_1_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_fc2_1_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_fc2_1_requantise(s2, channel + 2);
        output[channel + 3] = lenet_mnist_fc2_1_requantise(s3, channel + 3);
    }
}

static inline int8_t lenet_mnist_fc2_requantise(int32_t sum, int32_t channel)
{
    const int32_t value = lenet_mnist_scale_once(sum, lenet_mnist_fc2_multipliers[channel],
        lenet_mnist_fc2_shifts[channel], -128);

    return lenet_mnist_clamp(value, -128, 127);
}

/*
 * Layer 9, fc2: dense, 24 -> 84.
 * Part of layer fc2, decomposed by svd, rank 24, relative error of the kernel 0.31.
 * Multiplies: 24*84 = 2016.
 */
static void lenet_mnist_fc2(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_fc2_weights;

    for (int32_t channel = 0; channel < 84; channel += 4)
    {
        int32_t s0 = lenet_mnist_fc2_bias[channel];
        int32_t s1 = lenet_mnist_fc2_bias[channel + 1];
        int32_t s2 = lenet_mnist_fc2_bias[channel + 2];
        int32_t s3 = lenet_mnist_fc2_bias[channel + 3];

        const int8_t *x = input;

        for (int32_t i = 0; i < 24; i += 8)
        {
            s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
            s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
            s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
            s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
            s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
            s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
            s0 += x[6] * w[24]; s1 += x[6] * w[25]; s2 += x[6] * w[26]; s3 += x[6] * w[27];
            s0 += x[7] * w[28]; s1 += x[7] * w[29]; s2 += x[7] * w[30]; s3 += x[7] * w[31];
            x += 8;
            w += 32;
        }

        output[channel] = lenet_mnist_fc2_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_fc2_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_fc2_requantise(s2, channel + 2);
        output[channel + 3] = lenet_mnist_fc2_requantise(s3, channel + 3);
    }
}

static inline int8_t lenet_mnist_fc3_1_requantise(int32_t sum, int32_t channel)
{
    const int32_t value = lenet_mnist_scale_once(sum, lenet_mnist_fc3_1_multipliers[channel],
        lenet_mnist_fc3_1_shifts[channel], -36);

    return lenet_mnist_clamp(value, -128, 127);
}

/*
 * Layer 10, fc3.1: dense, 84 -> 8.
 * Part of layer fc3, decomposed by svd, rank 8, relative error of the kernel 0.276.
 * Multiplies: 84*8 = 672.
 */
static void lenet_mnist_fc3_1(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_fc3_1_weights;

    for (int32_t channel = 0; channel < 8; channel += 4)
    {
        int32_t s0 = lenet_mnist_fc3_1_bias[channel];
        int32_t s1 = lenet_mnist_fc3_1_bias[channel + 1];
        int32_t s2 = lenet_mnist_fc3_1_bias[channel + 2];
        int32_t s3 = lenet_mnist_fc3_1_bias[channel + 3];

        const int8_t *x = input;

        for (int32_t i = 0; i < 80; i += 8)
        {
            s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
            s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
            s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
            s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
            s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
            s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
            s0 += x[6] * w[24]; s1 += x[6] * w[25]; s2 += x[6] * w[26]; s3 += x[6] * w[27];
            s0 += x[7] * w[28]; s1 += x[7] * w[29]; s2 += x[7] * w[30]; s3 += x[7] * w[31];
            x += 8;
            w += 32;
        }
        s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
        s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
        s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
        s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
        w += 16;

        output[channel] = lenet_mnist_fc3_1_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_fc3_1_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_fc3_1_requantise(s2, channel + 2);
        output[channel + 3] = lenet_mnist_fc3_1_requantise(s3, channel + 3);
    }
}

static inline int8_t lenet_mnist_fc3_requantise(int32_t sum, int32_t channel)
{
    const int32_t value = lenet_mnist_scale_once(sum, lenet_mnist_fc3_multipliers[channel],
        lenet_mnist_fc3_shifts[channel], 17);

    return lenet_mnist_clamp(value, -128, 127);
}

/*
 * Layer 11, fc3: dense, 8 -> 10.
 * Part of layer fc3, decomposed by svd, rank 8, relative error of the kernel 0.276.
 * Multiplies: 8*10 = 80.
 */
static void lenet_mnist_fc3(const int8_t *input, int8_t *output)
{
    const int8_t *w = lenet_mnist_fc3_weights;

    for (int32_t channel = 0; channel < 8; channel += 4)
    {
        int32_t s0 = lenet_mnist_fc3_bias[channel];
        int32_t s1 = lenet_mnist_fc3_bias[channel + 1];
        int32_t s2 = lenet_mnist_fc3_bias[channel + 2];
        int32_t s3 = lenet_mnist_fc3_bias[channel + 3];
        const int8_t *x = input;

        s0 += x[0] * w[0]; s1 += x[0] * w[1]; s2 += x[0] * w[2]; s3 += x[0] * w[3];
        s0 += x[1] * w[4]; s1 += x[1] * w[5]; s2 += x[1] * w[6]; s3 += x[1] * w[7];
        s0 += x[2] * w[8]; s1 += x[2] * w[9]; s2 += x[2] * w[10]; s3 += x[2] * w[11];
        s0 += x[3] * w[12]; s1 += x[3] * w[13]; s2 += x[3] * w[14]; s3 += x[3] * w[15];
        s0 += x[4] * w[16]; s1 += x[4] * w[17]; s2 += x[4] * w[18]; s3 += x[4] * w[19];
        s0 += x[5] * w[20]; s1 += x[5] * w[21]; s2 += x[5] * w[22]; s3 += x[5] * w[23];
        s0 += x[6] * w[24]; s1 += x[6] * w[25]; s2 += x[6] * w[26]; s3 += x[6] * w[27];
        s0 += x[7] * w[28]; s1 += x[7] * w[29]; s2 += x[7] * w[30]; s3 += x[7] * w[31];
        w += 32;

        output[channel] = lenet_mnist_fc3_requantise(s0, channel);
        output[channel + 1] = lenet_mnist_fc3_requantise(s1, channel + 1);
        output[channel + 2] = lenet_mnist_fc3_requantise(s2, channel + 2);
        output[channel + 3] = lenet_mnist_fc3_requantise(s3, channel + 3);
    }

    int32_t s0 = lenet_mnist_fc3_bias[8];
    int32_t s1 = lenet_mnist_fc3_bias[9];
    const int8_t *x = input;

    s0 += x[0] * w[0]; s1 += x[0] * w[1];
    s0 += x[1] * w[2]; s1 += x[1] * w[3];
    s0 += x[2] * w[4]; s1 += x[2] * w[5];
    s0 += x[3] * w[6]; s1 += x[3] * w[7];
    s0 += x[4] * w[8]; s1 += x[4] * w[9];
    s0 += x[5] * w[10]; s1 += x[5] * w[11];
    s0 += x[6] * w[12]; s1 += x[6] * w[13];
    s0 += x[7] * w[14]; s1 += x[7] * w[15];

    output[8] = lenet_mnist_fc3_requantise(s0, 8);
    output[9] = lenet_mnist_fc3_requantise(s1, 9);
}

int8_t *lenet_mnist_input(void *arena)
{
    int8_t *memory = arena;

    return &memory[0];
}

const int8_t *lenet_mnist_invoke(void *arena)
{
    int8_t *memory = arena;

    lenet_mnist_conv1_1(&memory[0], &memory[3456]);
    lenet_mnist_conv1(&memory[3456], &memory[0]);
    lenet_mnist_MaxPool(&memory[0], &memory[3456]);
    lenet_mnist_conv2_1(&memory[3456], &memory[0]);
    lenet_mnist_conv2(&memory[0], &memory[1344]);
    lenet_mnist_MaxPool_1(&memory[1344], &memory[0]);
    lenet_mnist_fc1_1(&memory[0], &memory[256]);
    lenet_mnist_fc1(&memory[256], &memory[0]);
    lenet_mnist_fc2_1(&memory[0], &memory[120]);
    lenet_mnist_fc2(&memory[120], &memory[0]);
    lenet_mnist_fc3_1(&memory[0], &memory[84]);
    lenet_mnist_fc3(&memory[84], &memory[0]);
    return &memory[0];
}

const void *lenet_mnist_run_layer(void *arena, int32_t layer, int32_t *bytes)
{
    int8_t *memory = arena;

    switch (layer)
    {
    case 0:
        lenet_mnist_conv1_1(&memory[0], &memory[3456]);
        *bytes = 2688;
        return &memory[3456];
    case 1:
        lenet_mnist_conv1(&memory[3456], &memory[0]);
        *bytes = 3456;
        return &memory[0];
    case 2:
        lenet_mnist_MaxPool(&memory[0], &memory[3456]);
        *bytes = 864;
        return &memory[3456];
    case 3:
        lenet_mnist_conv2_1(&memory[3456], &memory[0]);
        *bytes = 1344;
        return &memory[0];
    case 4:
        lenet_mnist_conv2(&memory[0], &memory[1344]);
        *bytes = 1024;
        return &memory[1344];
    case 5:
        lenet_mnist_MaxPool_1(&memory[1344], &memory[0]);
        *bytes = 256;
        return &memory[0];
    case 6:
        lenet_mnist_fc1_1(&memory[0], &memory[256]);
        *bytes = 40;
        return &memory[256];
    case 7:
        lenet_mnist_fc1(&memory[256], &memory[0]);
        *bytes = 120;
        return &memory[0];
    case 8:
        lenet_mnist_fc2_1(&memory[0], &memory[120]);
        *bytes = 24;
        return &memory[120];
    case 9:
        lenet_mnist_fc2(&memory[120], &memory[0]);
        *bytes = 84;
        return &memory[0];
    case 10:
        lenet_mnist_fc3_1(&memory[0], &memory[84]);
        *bytes = 8;
        return &memory[84];
    case 11:
        lenet_mnist_fc3(&memory[84], &memory[0]);
        *bytes = 10;
        return &memory[0];
    default:
        *bytes = 0;
        return NULL;
    }
}
