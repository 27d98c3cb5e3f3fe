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
extern const int8_t lenet_mnist_fc1_1_weights[10240];
extern const int32_t lenet_mnist_fc1_1_bias[40];
extern const int32_t lenet_mnist_fc1_1_multipliers[40];
extern const int8_t lenet_mnist_fc1_1_shifts[40];
extern const int8_t lenet_mnist_fc1_weights[4800];
extern const int32_t lenet_mnist_fc1_bias[120];
extern const int32_t lenet_mnist_fc1_multipliers[120];
extern const int8_t lenet_mnist_fc1_shifts[120];
extern const int8_t lenet_mnist_fc2_1_weights[2880];
extern const int32_t lenet_mnist_fc2_1_bias[24];
extern const int32_t lenet_mnist_fc2_1_multipliers[24];
extern const int8_t lenet_mnist_fc2_1_shifts[24];
extern const int8_t lenet_mnist_fc2_weights[2016];
extern const int32_t lenet_mnist_fc2_bias[84];
extern const int32_t lenet_mnist_fc2_multipliers[84];
extern const int8_t lenet_mnist_fc2_shifts[84];
extern const int8_t lenet_mnist_fc3_1_weights[672];
extern const int32_t lenet_mnist_fc3_1_bias[8];
extern const int32_t lenet_mnist_fc3_1_multipliers[8];
extern const int8_t lenet_mnist_fc3_1_shifts[8];
extern const int8_t lenet_mnist_fc3_weights[80];
extern const int32_t lenet_mnist_fc3_bias[10];
extern const int32_t lenet_mnist_fc3_multipliers[10];
extern const int8_t lenet_mnist_fc3_shifts[10];

#endif
