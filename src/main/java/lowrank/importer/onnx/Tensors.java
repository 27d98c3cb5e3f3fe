package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Decodes the elements of ONNX tensors, both the raw and the typed form. What is wrong with a
 * tensor is told by an {@link IllegalArgumentException}.
 */
final class Tensors {
  /** Tensors beyond this are refused before anything of their size is allocated. */
  static final long LARGEST = 1L << 28;

  private Tensors() {}

  /**
   * Number of elements.
   *
   * @throws IllegalArgumentException if a dimension is negative or the product beyond {@link
   *     #LARGEST}
   */
  static long elements(TensorProto tensor) {
    long elements = 1;
    for (long dimension : tensor.getDimsList()) {
      if (dimension < 0 || dimension > LARGEST) {
        throw new IllegalArgumentException("its dimensions are " + tensor.getDimsList());
      }
      elements *= dimension;
      if (elements > LARGEST) {
        throw new IllegalArgumentException("its dimensions are " + tensor.getDimsList());
      }
    }
    return elements;
  }

  /**
   * Checks that there are as many elements as the dimensions say and that their type is known.
   *
   * @throws IllegalArgumentException if not
   */
  static void check(TensorProto tensor) {
    long elements = elements(tensor);
    DataType type = type(tensor);
    long found =
        tensor.hasRawData()
            ? tensor.getRawData().size() / (double) bytes(type) == elements ? elements : -1
            : typed(tensor, type).size();
    if (found != elements) {
      throw new IllegalArgumentException(
          "its data are not the " + elements + " elements of dimensions " + tensor.getDimsList());
    }
  }

  /** The element type. */
  static DataType type(TensorProto tensor) {
    DataType type = DataType.forNumber(tensor.getDataType());
    if (type == null) {
      throw new IllegalArgumentException(
          "its element type " + tensor.getDataType() + " is unknown");
    }
    return type;
  }

  /** Whether the elements are floating-point numbers. */
  static boolean isFloat(DataType type) {
    return type == DataType.FLOAT
        || type == DataType.DOUBLE
        || type == DataType.FLOAT16
        || type == DataType.BFLOAT16;
  }

  private static int bytes(DataType type) {
    return switch (type) {
      case INT8, UINT8, BOOL -> 1;
      case INT16, UINT16, FLOAT16, BFLOAT16 -> 2;
      case FLOAT, INT32, UINT32 -> 4;
      case DOUBLE, INT64, UINT64 -> 8;
      default -> throw new IllegalArgumentException("its element type is " + type);
    };
  }

  private static List<? extends Number> typed(TensorProto tensor, DataType type) {
    return switch (type) {
      case FLOAT -> tensor.getFloatDataList();
      case DOUBLE -> tensor.getDoubleDataList();
      case INT64 -> tensor.getInt64DataList();
      case UINT32, UINT64 -> tensor.getUint64DataList();
      case INT8, UINT8, BOOL, INT16, UINT16, INT32, FLOAT16, BFLOAT16 -> tensor.getInt32DataList();
      default -> throw new IllegalArgumentException("its element type is " + type);
    };
  }

  /** The elements of any type as float32, row-major. */
  static float[] floats(TensorProto tensor) {
    check(tensor);
    DataType type = type(tensor);
    float[] values = new float[(int) elements(tensor)];
    if (!isFloat(type)) {
      long[] integers = longs(tensor);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) integers[i];
      }
      return values;
    }
    ByteBuffer raw = raw(tensor);
    List<? extends Number> typed = tensor.hasRawData() ? List.of() : typed(tensor, type);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> raw == null ? typed.get(i).floatValue() : raw.getFloat(4 * i);
            case DOUBLE -> raw == null ? typed.get(i).floatValue() : (float) raw.getDouble(8 * i);
            case FLOAT16 -> half(raw == null ? typed.get(i).intValue() : raw.getShort(2 * i));
            default ->
                Float.intBitsToFloat(
                    (raw == null ? typed.get(i).intValue() : raw.getShort(2 * i)) << 16);
          };
    }
    return values;
  }

  /**
   * The elements of an integer or boolean type, row-major.
   *
   * @throws IllegalArgumentException if the elements are not integers
   */
  static long[] longs(TensorProto tensor) {
    check(tensor);
    DataType type = type(tensor);
    if (isFloat(type)) {
      throw new IllegalArgumentException("integers are expected and its element type is " + type);
    }
    long[] values = new long[(int) elements(tensor)];
    ByteBuffer raw = raw(tensor);
    List<? extends Number> typed = raw == null ? typed(tensor, type) : List.of();
    for (int i = 0; i < values.length; i++) {
      values[i] = raw == null ? typed.get(i).longValue() : integer(raw, type, i);
    }
    return values;
  }

  private static long integer(ByteBuffer raw, DataType type, int i) {
    return switch (type) {
      case INT8 -> raw.get(i);
      case UINT8, BOOL -> raw.get(i) & 0xff;
      case INT16 -> raw.getShort(2 * i);
      case UINT16 -> raw.getShort(2 * i) & 0xffff;
      case INT32 -> raw.getInt(4 * i);
      case UINT32 -> raw.getInt(4 * i) & 0xffffffffL;
      default -> raw.getLong(8 * i);
    };
  }

  private static ByteBuffer raw(TensorProto tensor) {
    ByteString bytes = tensor.getRawData();
    return tensor.hasRawData() ? bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN) : null;
  }

  /** An IEEE 754 binary16 value. */
  private static float half(int bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        };
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  /** A product that stays large instead of overflowing. */
  static long product(long a, long b) {
    long product = a * b;
    return a != 0 && (product / a != b || product > LARGEST) ? LARGEST + 1 : product;
  }

  /** An int64 tensor of one dimension. */
  static TensorProto ofLongs(List<Integer> values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(DataType.INT64.getNumber()).addDims(values.size());
    values.forEach(tensor::addInt64Data);
    return tensor.build();
  }

  /** A float32 tensor. */
  static TensorProto ofFloats(List<Long> dimensions, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return TensorProto.newBuilder()
        .setDataType(DataType.FLOAT.getNumber())
        .addAllDims(dimensions)
        .setRawData(ByteString.copyFrom(bytes))
        .build();
  }
}
