/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#include "lenet_mnist.h"

/* The nearest integer, ties away from zero, saturated; the zero point for what is no number. */
static int8_t lenet_mnist_quantize(float real)
{
    const float steps = real / 0.0127282329f;
    const float magnitude = steps < 0.0f ? -steps : steps;
    int32_t whole = 0;

    if (magnitude > 65536.0f)
    {
        whole = 65536;
    }
    if (magnitude <= 65536.0f)
    {
        whole = (int32_t)magnitude;
        whole += magnitude - (float)whole >= 0.5f ? 1 : 0;
    }
    whole = (steps < 0.0f ? -whole : whole) - 95;
    whole = whole < -128 ? -128 : whole;
    return (int8_t)(whole > 127 ? 127 : whole);
}

void lenet_mnist_quantize_input_float(void *arena, const float *raw)
{
    int8_t *input = lenet_mnist_input(arena);

    for (int32_t first = 0; first < LENET_MNIST_INPUTS; first += 1)
    {
        for (int32_t channel = 0; channel < 1; channel++)
        {
            /* Through memory, so that no compiler makes one operation of product and difference. */
            const volatile double scaled = (double)raw[first + channel] * 0.0039215686274509803;
            const double centred = scaled - (0.13070000000000001);

            input[first + channel] = lenet_mnist_quantize((float)(centred / 0.30809999999999998));
        }
    }
}
