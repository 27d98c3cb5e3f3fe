/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#include <stddef.h>
#include <string.h>

#include "lenet_mnist.h"
#include "lenet_mnist_test_vectors.h"

static uint32_t lenet_mnist_checksum(uint32_t checksum, const uint8_t *data, int32_t bytes)
{
    for (int32_t i = 0; i < bytes; i++)
    {
        checksum = (checksum ^ data[i]) * 16777619u;
    }
    return checksum;
}

int lenet_mnist_self_test(void *arena)
{
    memcpy(lenet_mnist_input(arena), lenet_mnist_test_input, sizeof lenet_mnist_test_input);
    for (int32_t layer = 0; layer < LENET_MNIST_LAYERS; layer++)
    {
        uint32_t checksum = 2166136261u;
        int32_t bytes = 0;
        const uint8_t *output = lenet_mnist_run_layer(arena, layer, 0, &bytes);

        for (int32_t part = 1; output != NULL; part++)
        {
            checksum = lenet_mnist_checksum(checksum, output, bytes);
            output = lenet_mnist_run_layer(arena, layer, part, &bytes);
        }
        if (checksum != lenet_mnist_test_checksums[layer])
        {
            return (int)layer + 1;
        }
    }
    return 0;
}
