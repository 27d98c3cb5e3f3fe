# SPDX-License-Identifier: Apache-2.0
# lowrank-mcu 0.1.0, lenet_mnist.onnx, int8 with the rounding of TensorFlow Lite's reference kernels.
# A version fits a wish that has the same first number and is not newer.
set(PACKAGE_VERSION "1.0.0")
string(REGEX MATCH "^[0-9]+" first "1.0.0")
if("${PACKAGE_FIND_VERSION}" STREQUAL "")
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
elseif(PACKAGE_VERSION VERSION_LESS PACKAGE_FIND_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
elseif(PACKAGE_FIND_VERSION_MAJOR STREQUAL first)
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
else()
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
endif()
if(PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION)
  set(PACKAGE_VERSION_EXACT TRUE)
endif()
