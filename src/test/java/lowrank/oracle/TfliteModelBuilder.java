package lowrank.oracle;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import lowrank.fixed.QuantizedType;
import lowrank.tensor.ElementType;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/**
 * Writes small TFLite models for tests. Tensors are named by the indices that adding them gives.
 */
public final class TfliteModelBuilder {
  private static final int FIRST_WIDE_CODE = 127;

  private final List<TensorT> tensors = new ArrayList<>();
  private final List<BufferT> buffers = new ArrayList<>();
  private final List<OperatorT> operators = new ArrayList<>();
  private final List<OperatorCodeT> codes = new ArrayList<>();

  /** An empty model. */
  public TfliteModelBuilder() {
    buffers.add(buffer(new byte[0]));
  }

  /** A float activation. */
  public int activation(String name, int... shape) {
    return tensor(name, TensorType.FLOAT32, 0, shape);
  }

  /** An int8 or int16 activation. */
  public int activation(String name, QuantizedType type, int... shape) {
    int index = tensor(name, elementType(type.element()), 0, shape);
    quantise(index, new float[] {type.scale()}, new long[] {type.zeroPoint()}, 0);
    return index;
  }

  private static byte elementType(ElementType element) {
    return element == ElementType.INT16 ? TensorType.INT16 : TensorType.INT8;
  }

  /** An int64 constant. */
  public int longs(String name, long[] values, int... shape) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    return constant(name, TensorType.INT64, data.array(), shape);
  }

  /** A uint8 activation. */
  public int unsigned(String name, float scale, int zeroPoint, int... shape) {
    int index = tensor(name, TensorType.UINT8, 0, shape);
    quantise(index, new float[] {scale}, new long[] {zeroPoint}, 0);
    return index;
  }

  /** A float32 constant. */
  public int floats(String name, float[] values, int... shape) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return constant(name, TensorType.FLOAT32, data.array(), shape);
  }

  /** An int32 constant. */
  public int ints(String name, int[] values, int... shape) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asIntBuffer().put(values);
    return constant(name, TensorType.INT32, data.array(), shape);
  }

  /**
   * An int8 constant of zero point 0.
   *
   * @param sliced dimension that the scales run along
   */
  public int bytes(String name, int[] values, float[] scales, int sliced, int... shape) {
    byte[] data = new byte[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) values[i];
    }
    int index = constant(name, TensorType.INT8, data, shape);
    quantise(index, scales, new long[scales.length], sliced);
    return index;
  }

  /** A constant of any type. */
  public int constant(String name, byte type, byte[] data, int... shape) {
    buffers.add(buffer(data));
    return tensor(name, type, buffers.size() - 1, shape);
  }

  /** Gives a tensor its quantisation. */
  public void quantise(int tensor, float[] scales, long[] zeroPoints, int sliced) {
    QuantizationParametersT parameters = new QuantizationParametersT();
    parameters.setScale(scales);
    parameters.setZeroPoint(zeroPoints);
    parameters.setQuantizedDimension(sliced);
    tensors.get(tensor).setQuantization(parameters);
  }

  /** Marks dimensions of a tensor as open: -1. */
  public void signature(int tensor, int... signature) {
    tensors.get(tensor).setShapeSignature(signature);
  }

  private int tensor(String name, byte type, int buffer, int... shape) {
    TensorT tensor = new TensorT();
    tensor.setName(name);
    tensor.setType(type);
    tensor.setBuffer(buffer);
    tensor.setShape(shape);
    tensors.add(tensor);
    return tensors.size() - 1;
  }

  private static BufferT buffer(byte[] data) {
    int[] unsigned = new int[data.length];
    for (int i = 0; i < data.length; i++) {
      unsigned[i] = data[i] & 0xff;
    }
    BufferT buffer = new BufferT();
    buffer.setData(unsigned);
    return buffer;
  }

  /**
   * Adds an operator.
   *
   * @param code of TFLite's {@code BuiltinOperator}
   * @param version of its kernel that the model asks for
   * @param optionsType of TFLite's {@code BuiltinOptions}; 0 for none
   * @param options the matching object, or null
   */
  public void operator(
      int code, int version, int[] inputs, int output, byte optionsType, Object options) {
    operator(code, version, inputs, new int[] {output}, optionsType, options);
  }

  /** Adds an operator of several outputs. */
  public void operator(
      int code, int version, int[] inputs, int[] outputs, byte optionsType, Object options) {
    OperatorCodeT entry = new OperatorCodeT();
    entry.setBuiltinCode(code);
    entry.setDeprecatedBuiltinCode((byte) Math.min(code, FIRST_WIDE_CODE));
    entry.setVersion(version);
    codes.add(entry);
    BuiltinOptionsUnion union = new BuiltinOptionsUnion();
    union.setType(optionsType);
    union.setValue(options);
    OperatorT operator = new OperatorT();
    operator.setOpcodeIndex(codes.size() - 1);
    operator.setInputs(inputs);
    operator.setOutputs(outputs);
    operator.setBuiltinOptions(union);
    operators.add(operator);
  }

  /** The model's bytes. */
  public byte[] build(int input, int output) {
    SubGraphT graph = new SubGraphT();
    graph.setName("main");
    graph.setTensors(tensors.toArray(TensorT[]::new));
    graph.setOperators(operators.toArray(OperatorT[]::new));
    graph.setInputs(new int[] {input});
    graph.setOutputs(new int[] {output});
    ModelT model = new ModelT();
    model.setVersion(3);
    model.setDescription("test");
    model.setSubgraphs(new SubGraphT[] {graph});
    model.setBuffers(buffers.toArray(BufferT[]::new));
    model.setOperatorCodes(codes.toArray(OperatorCodeT[]::new));
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    Model.finishModelBuffer(builder, Model.pack(builder, model));
    return builder.sizedByteArray();
  }
}
