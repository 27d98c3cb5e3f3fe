/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lenet_mnist.h"
#include "lenet_mnist_test_vectors.h"

static const char *const layers[LENET_MNIST_LAYERS] =
{
    "conv1.1",
    "conv1",
    "MaxPool",
    "conv2.1",
    "conv2",
    "MaxPool_1",
    "fc1.1",
    "fc1",
    "fc2.1",
    "fc2",
    "fc3.1",
    "fc3"
};

/* C99 has no keyword for alignment, so there is room to start at a multiple. */
static uint8_t memory[LENET_MNIST_ARENA_BYTES + LENET_MNIST_ARENA_ALIGN - 1];

static void *aligned(void)
{
    const uintptr_t past = (uintptr_t)memory % LENET_MNIST_ARENA_ALIGN;

    return past == 0 ? memory : &memory[LENET_MNIST_ARENA_ALIGN - past];
}

/* What a sensor gives, channels last. */
static uint8_t raw[LENET_MNIST_INPUTS];

/* In firmware: a camera or a microphone. */
static void read_sensor(void)
{
    for (int32_t i = 0; i < LENET_MNIST_INPUTS; i++)
    {
        raw[i] = (uint8_t)(i * 37 % 256);
    }
}

static int32_t largest(const int8_t *output)
{
    int32_t best = 0;

    for (int32_t i = 1; i < LENET_MNIST_OUTPUTS; i++)
    {
        best = output[i] > output[best] ? i : best;
    }
    return best;
}

int main(void)
{
    void *arena = aligned();
    const int failed = lenet_mnist_self_test(arena);
    const int8_t *output;
    int32_t best;

    if (failed != 0)
    {
        printf("NOT bit-exact: layer %d (%s) is the first that differs\n", failed - 1,
            layers[failed - 1]);
        return 1;
    }
    printf("bit-exact\n");

    /* An input that is quantised already. */
    memcpy(lenet_mnist_input(arena), lenet_mnist_test_input, sizeof lenet_mnist_test_input);
    output = lenet_mnist_invoke(arena);
    best = largest(output);
    printf("largest output: %d of %d, value %d\n", (int)best, LENET_MNIST_OUTPUTS, output[best]);
    if (memcmp(output, lenet_mnist_test_output, sizeof lenet_mnist_test_output) != 0)
    {
        return 1;
    }

    /* From the sensor to the decision. */
    read_sensor();
    lenet_mnist_quantize_input(arena, raw);
    output = lenet_mnist_invoke(arena);
    best = largest(output);
    printf("decision: class %d, value %d\n", (int)best, output[best]);
    return 0;
}
