/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#include <lenet_mnist.h>

static uint8_t arena[LENET_MNIST_ARENA_BYTES] __attribute__((aligned(LENET_MNIST_ARENA_ALIGN)));

/* What a sensor gives: unsigned bytes, channels last. */
static uint8_t raw[LENET_MNIST_INPUTS];

void setup()
{
    Serial.begin(115200);
    while (!Serial)
    {
    }

    const int failed = lenet_mnist_self_test(arena);

    if (failed == 0)
    {
        Serial.println("bit-exact");
    }
    else
    {
        Serial.print("NOT bit-exact: the first layer that differs is number ");
        Serial.println(failed - 1);
    }
}

void loop()
{
    /* Here: fill raw. Features that are no bytes: lenet_mnist_quantize_input_float. */
    lenet_mnist_quantize_input(arena, raw);

    const auto *output = lenet_mnist_invoke(arena);
    int best = 0;

    for (int i = 1; i < LENET_MNIST_OUTPUTS; i++)
    {
        best = output[i] > output[best] ? i : best;
    }
    Serial.print("decision: class ");
    Serial.println(best);
    delay(1000);
}
