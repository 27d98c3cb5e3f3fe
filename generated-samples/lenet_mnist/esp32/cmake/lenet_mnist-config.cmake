# SPDX-License-Identifier: Apache-2.0
# lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels.
# find_package(lenet_mnist) with this folder in CMAKE_PREFIX_PATH, or with lenet_mnist_DIR at
# this file: the library is built from its sources, with the flags of the project that asks for it.
if(NOT TARGET lenet_mnist::lenet_mnist)
  add_subdirectory(
    "${CMAKE_CURRENT_LIST_DIR}/.." "${CMAKE_CURRENT_BINARY_DIR}/lenet_mnist" EXCLUDE_FROM_ALL)
endif()
