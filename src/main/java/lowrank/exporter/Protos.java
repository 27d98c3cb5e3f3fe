package lowrank.exporter;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import lowrank.tensor.ElementType;

/** The pieces of an ONNX file: attributes, constant tensors (raw, little endian) and signatures. */
final class Protos {
  /** Name of the batch dimension. */
  static final String BATCH = "N";

  private Protos() {}

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  /** A float32 tensor; no dimensions make a scalar. */
  static TensorProto floats(float[] values, long... dimensions) {
    ByteBuffer raw = littleEndian(4L * values.length);
    for (float value : values) {
      raw.putFloat(value);
    }
    return tensor(TensorProto.DataType.FLOAT, raw, dimensions);
  }

  /** A vector of int64, the type of shapes, axes and paddings. */
  static TensorProto longs(List<Long> values) {
    ByteBuffer raw = littleEndian(8L * values.size());
    values.forEach(raw::putLong);
    return tensor(TensorProto.DataType.INT64, raw, values.size());
  }

  /** A tensor of one of the quantised types; no dimensions make a scalar. */
  static TensorProto quantized(ElementType type, int[] values, long... dimensions) {
    ByteBuffer raw = littleEndian((long) type.bytes() * values.length);
    for (int value : values) {
      switch (type) {
        case INT8 -> raw.put((byte) value);
        case INT16 -> raw.putShort((short) value);
        case INT32 -> raw.putInt(value);
      }
    }
    return tensor(dataType(type), raw, dimensions);
  }

  private static TensorProto.DataType dataType(ElementType type) {
    return switch (type) {
      case INT8 -> TensorProto.DataType.INT8;
      case INT16 -> TensorProto.DataType.INT16;
      case INT32 -> TensorProto.DataType.INT32;
    };
  }

  private static ByteBuffer littleEndian(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto tensor(TensorProto.DataType type, ByteBuffer raw, long... dimensions) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(raw.flip()));
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    return tensor.build();
  }

  /** Name and type of a graph's input or output: float32, a batch of {@code dimensions}. */
  static ValueInfoProto signature(String name, long... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam(BATCH);
    for (long dimension : dimensions) {
      shape.addDimBuilder().setDimValue(dimension);
    }
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
