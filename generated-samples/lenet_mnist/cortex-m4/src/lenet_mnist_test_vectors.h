/* SPDX-License-Identifier: Apache-2.0 */
/* lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels. */
/* For build systems that compile the folder src. The real file has the include guard. */
#include "../lenet_mnist_test_vectors.h"
