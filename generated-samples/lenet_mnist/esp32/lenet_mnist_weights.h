/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
#ifndef LENET_MNIST_WEIGHTS_H
#define LENET_MNIST_WEIGHTS_H

#include <stdint.h>

extern const uint32_t lenet_mnist_conv1_1_weights[8];
extern const int32_t lenet_mnist_conv1_1_scales[8];
extern const int8_t lenet_mnist_conv1_1_shifts[4];
extern const uint32_t lenet_mnist_conv1_weights[30];
extern const int32_t lenet_mnist_conv1_scales[12];
extern const int8_t lenet_mnist_conv1_shifts[6];
extern const uint32_t lenet_mnist_conv2_1_weights[112];
extern const int32_t lenet_mnist_conv2_1_scales[28];
extern const int8_t lenet_mnist_conv2_1_shifts[14];
extern const uint32_t lenet_mnist_conv2_weights[288];
extern const int32_t lenet_mnist_conv2_scales[32];
extern const int8_t lenet_mnist_conv2_shifts[16];
extern const uint32_t lenet_mnist_fc1_1_weights[2560];
extern const int32_t lenet_mnist_fc1_1_scales[80];
extern const int8_t lenet_mnist_fc1_1_shifts[40];
extern const uint32_t lenet_mnist_fc1_weights[1200];
extern const int32_t lenet_mnist_fc1_scales[240];
extern const int8_t lenet_mnist_fc1_shifts[120];
extern const uint32_t lenet_mnist_fc2_1_weights[720];
extern const int32_t lenet_mnist_fc2_1_scales[48];
extern const int8_t lenet_mnist_fc2_1_shifts[24];
extern const uint32_t lenet_mnist_fc2_weights[504];
extern const int32_t lenet_mnist_fc2_scales[168];
extern const int8_t lenet_mnist_fc2_shifts[84];
extern const uint32_t lenet_mnist_fc3_1_weights[168];
extern const int32_t lenet_mnist_fc3_1_scales[16];
extern const int8_t lenet_mnist_fc3_1_shifts[8];
extern const uint32_t lenet_mnist_fc3_weights[20];
extern const int32_t lenet_mnist_fc3_scales[20];
extern const int8_t lenet_mnist_fc3_shifts[10];

#endif
