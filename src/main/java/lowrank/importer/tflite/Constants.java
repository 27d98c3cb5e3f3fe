package lowrank.importer.tflite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Tensor;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

/**
 * The constant tensors of a file by index, typed. A DEQUANTIZE of a constant (float16 weights) is a
 * constant itself.
 */
final class Constants {
  private final ModelFile model;
  private final Map<Integer, Integer> dequantised = new HashMap<>();

  Constants(ModelFile model) {
    this.model = model;
    for (NodeInfo node : model.nodes()) {
      if (node.code() == BuiltinOperator.DEQUANTIZE
          && node.has(0)
          && node.outputs().size() == 1
          && given(node.inputs().get(0))) {
        dequantised.put(node.outputs().get(0), node.inputs().get(0));
      }
    }
  }

  /** Whether the tensor's elements are in the file. */
  boolean given(int index) {
    return dequantised.containsKey(index) || model.data(model.tensor(index)).hasRemaining();
  }

  /** Real values, dequantised if need be. */
  Tensor floats(NodeInfo node, int position) {
    TensorInfo tensor = tensor(node, position);
    return switch (tensor.type()) {
      case TensorType.FLOAT32 -> float32(node, tensor);
      case TensorType.FLOAT16 -> float16(node, tensor);
      case TensorType.INT8 -> dequantised(node, tensor);
      default -> throw wrongType(node, tensor, "float32, float16 or int8");
    };
  }

  /** The tensor behind an input, that of the file itself for a folded DEQUANTIZE. */
  TensorInfo tensor(NodeInfo node, int position) {
    int index = node.inputs().get(position);
    return model.tensor(dequantised.getOrDefault(index, index));
  }

  private Tensor float32(NodeInfo node, TensorInfo tensor) {
    ByteBuffer data = data(node, tensor, Float.BYTES);
    float[] values = new float[data.remaining() / Float.BYTES];
    data.asFloatBuffer().get(values);
    return new Tensor(tensor.constantShape(), values);
  }

  private Tensor float16(NodeInfo node, TensorInfo tensor) {
    ByteBuffer data = data(node, tensor, Short.BYTES);
    float[] values = new float[data.remaining() / Short.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = halfToFloat(data.getShort(Short.BYTES * i));
    }
    return new Tensor(tensor.constantShape(), values);
  }

  /** IEEE 754 binary16 to binary32, exact. */
  static float halfToFloat(short half) {
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else {
      magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
    }
    return half < 0 ? -magnitude : magnitude;
  }

  private Tensor dequantised(NodeInfo node, TensorInfo tensor) {
    IntTensor integers = integers(node, tensor, ElementType.INT8);
    if (tensor.scales().isEmpty()) {
      throw new CompileException(
          Fault.BAD_QUANTIZATION,
          model.file(),
          GraphBuilder.label(node),
          "int8 constant without scale",
          "convert the model again");
    }
    int sliceSize = 1;
    for (int axis = tensor.sliced() + 1; axis < tensor.rank(); axis++) {
      sliceSize *= tensor.dimensions().get(axis);
    }
    float[] values = new float[integers.size()];
    for (int i = 0; i < values.length; i++) {
      int slice = tensor.scales().size() == 1 ? 0 : i / sliceSize % tensor.scales().size();
      long zeroPoint = slice < tensor.zeroPoints().size() ? tensor.zeroPoints().get(slice) : 0;
      values[i] = tensor.scales().get(slice) * (integers.at(i) - zeroPoint);
    }
    return new Tensor(tensor.constantShape(), values);
  }

  /** Stored integers of an int8, int16 or int32 constant. */
  IntTensor integers(NodeInfo node, int position, ElementType type) {
    return integers(node, tensor(node, position), type);
  }

  private IntTensor integers(NodeInfo node, TensorInfo tensor, ElementType type) {
    byte stored =
        switch (type) {
          case INT8 -> TensorType.INT8;
          case INT16 -> TensorType.INT16;
          case INT32 -> TensorType.INT32;
        };
    if (tensor.type() != stored) {
      throw wrongType(node, tensor, TensorType.name(stored).toLowerCase(Locale.ROOT));
    }
    ByteBuffer data = data(node, tensor, type.bytes());
    int[] values = new int[data.remaining() / type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case INT8 -> data.get(i);
            case INT16 -> data.getShort(Short.BYTES * i);
            case INT32 -> data.getInt(Integer.BYTES * i);
          };
    }
    return new IntTensor(tensor.constantShape(), type, values);
  }

  /** Elements of an int32 or int64 constant that holds sizes or positions. */
  List<Integer> list(NodeInfo node, int position) {
    if (!node.has(position) || !given(node.inputs().get(position))) {
      throw GraphBuilder.unsupported(
          model, node, "input " + position + " is not a constant", "export it with fixed shapes");
    }
    TensorInfo tensor = tensor(node, position);
    boolean wide = tensor.type() == TensorType.INT64;
    if (!wide && tensor.type() != TensorType.INT32) {
      throw wrongType(node, tensor, "int32 or int64");
    }
    ByteBuffer data = data(node, tensor, wide ? Long.BYTES : Integer.BYTES);
    List<Integer> values = new ArrayList<>();
    while (data.hasRemaining()) {
      values.add(wide ? ElementType.INT32.saturate(data.getLong()) : data.getInt());
    }
    return values;
  }

  /** Elements of an int64 constant. */
  long[] longs(NodeInfo node, int position) {
    TensorInfo tensor = tensor(node, position);
    if (tensor.type() != TensorType.INT64) {
      throw wrongType(node, tensor, "int64");
    }
    ByteBuffer data = data(node, tensor, Long.BYTES);
    long[] values = new long[data.remaining() / Long.BYTES];
    data.asLongBuffer().get(values);
    return values;
  }

  private ByteBuffer data(NodeInfo node, TensorInfo tensor, int elementBytes) {
    ByteBuffer data = model.data(tensor);
    long elements = 1;
    for (int dimension : tensor.dimensions()) {
      elements = dimension < 0 ? -1 : Math.min(elements * dimension, Integer.MAX_VALUE);
    }
    if (elements < 1 || data.remaining() != elements * elementBytes) {
      throw new CompileException(
          Fault.NOT_A_MODEL,
          model.file(),
          GraphBuilder.label(node)
              + ": constant of "
              + data.remaining()
              + " bytes for shape "
              + tensor.dimensions());
    }
    return data;
  }

  private CompileException wrongType(NodeInfo node, TensorInfo tensor, String expected) {
    String type =
        tensor.type() >= 0 && tensor.type() < TensorType.names.length
            ? TensorType.name(tensor.type())
            : "type " + tensor.type();
    return GraphBuilder.unsupported(
        model, node, "a constant of " + type, "export the model with " + expected + " there");
  }
}
