/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#ifndef LENET_MNIST_H
#define LENET_MNIST_H

#include <stdint.h>

/*
 * lenet_mnist for Espressif ESP32 (Xtensa LX6), e.g. ESP32-WROOM-32.
 * Layers: 12. Multiplies of one inference: 215248.
 * Arena: 3624 bytes; no plan of these layers in this order needs less than 3624.
 *
 * All calls take an arena: RAM of the size and alignment below. Write the input before each run:
 * its memory is used again on the way. The output stays until the next run. There is no other
 * state, so several arenas may be in use at once.
 */
#define LENET_MNIST_ARENA_BYTES 3624
#define LENET_MNIST_ARENA_ALIGN 4

/* Input: 28x28x1, channels last. */
#define LENET_MNIST_INPUT_BYTES 784
#define LENET_MNIST_INPUTS 784

/* Output: 10, channels last. */
#define LENET_MNIST_OUTPUT_BYTES 10
#define LENET_MNIST_OUTPUTS 10

#define LENET_MNIST_LAYERS 12

#ifdef __cplusplus
extern "C" {
#endif

/* real value = scale * (integer - zero point) */
extern const float lenet_mnist_input_scale;
extern const int32_t lenet_mnist_input_zero_point;
extern const float lenet_mnist_output_scale;
extern const int32_t lenet_mnist_output_zero_point;

/* SHA-256 of the model file that this was made from. */
extern const char lenet_mnist_model_sha256[65];

/* Where to write the input. */
int8_t *lenet_mnist_input(void *arena);

/*
 * Writes the input for LENET_MNIST_INPUTS raw values, channels last:
 * (raw * 0.00392156863 - mean) / std, mean 0.1307, std 0.3081.
 * For bytes there is nothing but a table; for floats all is computed as it was on the desk.
 */
void lenet_mnist_quantize_input(void *arena, const uint8_t *raw);
void lenet_mnist_quantize_input_float(void *arena, const float *raw);

/* Runs the model; returns the output. */
const int8_t *lenet_mnist_invoke(void *arena);

/*
 * Runs one layer alone, counted from 0, and returns part 0, 1, .. of its output with the part's
 * bytes, or NULL and 0 if there is no such layer or part. All layers but those inside a chain of
 * layers that run together have one part. Layers find their inputs in the arena only if all are run
 * in order, each with all its parts in order.
 */
const void *lenet_mnist_run_layer(void *arena, int32_t layer, int32_t part, int32_t *bytes);

/* Runs all layers on a known input; 0, or 1 + the first layer with a wrong output. */
int lenet_mnist_self_test(void *arena);

#ifdef __cplusplus
}
#endif

#endif
