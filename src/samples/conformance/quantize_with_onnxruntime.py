"""Makes the quantised models of the conformance test with ONNX Runtime's own quantiser.

Run it in this folder, after `pip install -r requirements.txt`:

    python quantize_with_onnxruntime.py ../../test/resources/conformance

For each model it writes NAME.onnx, eight inputs NAME_x.npy (float32, NxCxHxW or NxF) and ONNX Runtime's outputs for
them, NAME_y.npy. Inputs are rounded to the model's own input quantisation, so that they stand for integers exactly.
Everything is seeded: the same versions write the same models.
"""

import pathlib
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

INPUTS = 8
CALIBRATION = 32
OPSET = 17


class Graph:
    """A chain of nodes with seeded weights."""

    def __init__(self, seed, shape):
        self.random = np.random.default_rng(seed)
        self.shape = shape
        self.nodes = []
        self.constants = []
        self.last = "input"

    def weights(self, name, shape, fan_in):
        values = self.random.normal(0, 1 / np.sqrt(fan_in), shape).astype(np.float32)
        self.constants.append(numpy_helper.from_array(values, name))
        return name

    def node(self, kind, name, *more, source=None, **attributes):
        inputs = [source or self.last, *more]
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        self.last = name
        return name

    def conv(self, name, outputs, inputs, size, groups=1, source=None, **attributes):
        fan_in = inputs // groups * size * size
        weights = self.weights(name + "_w", (outputs, inputs // groups, size, size), fan_in)
        bias = self.weights(name + "_b", (outputs,), 4)
        return self.node("Conv", name, weights, bias, source=source, group=groups, kernel_shape=[size, size], **attributes)

    def dense(self, name, outputs, inputs):
        weights = self.weights(name + "_w", (outputs, inputs), inputs)
        bias = self.weights(name + "_b", (outputs,), 4)
        return self.node("Gemm", name, weights, bias, transB=1)

    def model(self):
        value = helper.make_tensor_value_info
        graph = helper.make_graph(
            self.nodes,
            "graph",
            [value("input", TensorProto.FLOAT, self.shape)],
            [value(self.last, TensorProto.FLOAT, None)],
            self.constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        return onnx.shape_inference.infer_shapes(model, strict_mode=True)


def plain(seed):
    """Convolutions with padding, strides and dilation, a pool and a dense layer."""
    g = Graph(seed, [1, 3, 12, 12])
    g.conv("conv1", 8, 3, 3, pads=[1, 1, 1, 1])
    g.node("Relu", "relu1")
    g.node("MaxPool", "pool1", kernel_shape=[2, 2], strides=[2, 2])
    g.conv("conv2", 12, 8, 3, strides=[2, 2], pads=[0, 0, 1, 1])
    g.node("Relu", "relu2")
    g.conv("conv3", 6, 12, 2, dilations=[2, 2], pads=[1, 1, 1, 1])
    g.node("Flatten", "flat")
    g.dense("dense", 10, 54)
    return g.model()


def separable(seed):
    """Depthwise and pointwise convolutions with ReLU6, then a global mean."""
    g = Graph(seed, [1, 4, 10, 9])
    g.conv("depthwise1", 4, 4, 3, groups=4, pads=[1, 1, 1, 1])
    g.constants.append(numpy_helper.from_array(np.float32(0), "low"))
    g.constants.append(numpy_helper.from_array(np.float32(6), "high"))
    g.node("Clip", "clip1", "low", "high")
    g.conv("pointwise1", 8, 4, 1)
    g.node("Relu", "relu1")
    g.conv("depthwise2", 8, 8, 3, groups=8, strides=[2, 2], pads=[1, 1, 1, 1])
    g.node("Relu", "relu2")
    g.conv("pointwise2", 6, 8, 1)
    g.node("GlobalAveragePool", "mean")
    g.node("Flatten", "flat")
    return g.model()


def residual(seed):
    """Two branches that are added, and an average pool."""
    g = Graph(seed, [1, 4, 8, 8])
    left = g.conv("conv1", 6, 4, 3, pads=[1, 1, 1, 1])
    right = g.conv("conv2", 6, 4, 1, source="input")
    g.node("Add", "sum", right, source=left)
    g.node("Relu", "relu")
    g.node("AveragePool", "pool", kernel_shape=[2, 2], strides=[2, 2])
    g.conv("conv3", 5, 6, 3)
    return g.model()


def branches(seed):
    """Two branches that are concatenated, and functions of one value."""
    g = Graph(seed, [1, 3, 8, 8])
    left = g.conv("conv1", 4, 3, 3, pads=[1, 1, 1, 1])
    g.node("Sigmoid", "gate")
    right = g.conv("conv2", 4, 3, 1, source="input")
    g.node("LeakyRelu", "leaky", alpha=0.1)
    g.node("Concat", "join", "leaky", source="gate", axis=1)
    g.conv("conv3", 6, 8, 3, strides=[2, 2])
    return g.model()


def perceptron(seed):
    """Dense layers only."""
    g = Graph(seed, [1, 40])
    g.dense("dense1", 24, 40)
    g.node("Relu", "relu1")
    g.dense("dense2", 16, 24)
    g.node("Tanh", "tanh")
    g.dense("dense3", 7, 16)
    return g.model()


class Data(CalibrationDataReader):
    def __init__(self, samples):
        self.rows = iter({"input": sample[None]} for sample in samples)

    def get_next(self):
        return next(self.rows, None)


def input_grid(model):
    """Scale and zero point of the first QuantizeLinear behind the input."""
    constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "QuantizeLinear" and node.input[0] == "input":
            return constants[node.input[1]], constants[node.input[2]]
    raise ValueError("the input is not quantised")


def rounded(samples, model):
    scale, zero = input_grid(model)
    bounds = np.iinfo(zero.dtype)
    integers = np.clip(np.rint(samples / scale) + int(zero), bounds.min, bounds.max)
    return ((integers - int(zero)) * scale).astype(np.float32)


def session(path):
    # Without graph optimisation, every DequantizeLinear and QuantizeLinear is computed as the standard says.
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


# Name, network, format, activations, per channel.
MODELS = [
    ("plain_qdq_int8_channel", plain, QuantFormat.QDQ, QuantType.QInt8, True),
    ("plain_qdq_uint8_tensor", plain, QuantFormat.QDQ, QuantType.QUInt8, False),
    ("separable_qdq_int8_channel", separable, QuantFormat.QDQ, QuantType.QInt8, True),
    ("separable_qdq_uint8_channel", separable, QuantFormat.QDQ, QuantType.QUInt8, True),
    ("residual_qdq_int8_tensor", residual, QuantFormat.QDQ, QuantType.QInt8, False),
    ("residual_qdq_uint8_channel", residual, QuantFormat.QDQ, QuantType.QUInt8, True),
    ("branches_qdq_int8_channel", branches, QuantFormat.QDQ, QuantType.QInt8, True),
    ("branches_qdq_uint8_tensor", branches, QuantFormat.QDQ, QuantType.QUInt8, False),
    ("perceptron_qdq_int8_tensor", perceptron, QuantFormat.QDQ, QuantType.QInt8, False),
    ("perceptron_qdq_uint8_channel", perceptron, QuantFormat.QDQ, QuantType.QUInt8, True),
]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, network, layout, activations, per_channel) in enumerate(MODELS):
        model = network(seed)
        shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim][1:]
        random = np.random.default_rng(1000 + seed)
        samples = random.normal(0, 1, [CALIBRATION + INPUTS, *shape]).astype(np.float32)
        with tempfile.TemporaryDirectory() as temporary:
            source = pathlib.Path(temporary) / "float.onnx"
            onnx.save(model, source)
            target = folder / (name + ".onnx")
            quantize_static(
                source,
                target,
                Data(samples[:CALIBRATION]),
                quant_format=layout,
                activation_type=activations,
                weight_type=QuantType.QInt8,
                per_channel=per_channel,
            )
        inputs = rounded(samples[CALIBRATION:], onnx.load(target))
        runner = session(target)
        outputs = np.concatenate([runner.run(None, {"input": x[None]})[0] for x in inputs])
        np.save(folder / (name + "_x.npy"), inputs)
        np.save(folder / (name + "_y.npy"), outputs)
        print(name, inputs.shape, outputs.shape)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
