package lowrank.conformance;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.kernel.TensorType;
import lowrank.network.InputLayout;
import lowrank.onnx.OnnxRuntime;
import lowrank.oracle.Processor;
import lowrank.tensor.Shape;

/**
 * A quantised ONNX model in ONNX Runtime, as integers: they go in as the real numbers that they
 * stand for, and every value asked for is read back as the integers that its real numbers stand
 * for.
 */
final class RuntimeModel implements AutoCloseable {
  private final OrtSession session;
  private final TensorType input;
  private final boolean channelsFirst;

  private RuntimeModel(OrtSession session, TensorType input, InputLayout layout) {
    this.session = session;
    this.input = input;
    this.channelsFirst = layout == InputLayout.CHANNELS_FIRST && input.shape().rank() == 3;
  }

  /**
   * Loads a model.
   *
   * @param values to be given back besides the model's output
   * @param exactKernels for QOperator models with uint8 activations: without it, sums of two
   *     products saturate at 16 bits on processors without dot products; on these, other models'
   *     integer kernels are switched off, as FIXED-POINT.md tells users to
   */
  static RuntimeModel load(
      byte[] onnx,
      TensorType input,
      InputLayout layout,
      Collection<String> values,
      OrtSession.SessionOptions.OptLevel level,
      boolean exactKernels) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setOptimizationLevel(level);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (exactKernels) {
        options.addConfigEntry("session.x64quantprecision", "1");
      } else if (Processor.saturatesInt8Sums()) {
        options.addConfigEntry("session.disable_quant_qdq", "1");
      }
      OrtSession session =
          OnnxRuntime.environment().createSession(withOutputs(onnx, values), options);
      return new RuntimeModel(session, input, layout);
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses the model", e);
    }
  }

  private static byte[] withOutputs(byte[] onnx, Collection<String> values) {
    try {
      ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
      List<String> present =
          model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList();
      values.stream()
          .filter(value -> !present.contains(value))
          .forEach(
              value ->
                  model
                      .getGraphBuilder()
                      .addOutput(ValueInfoProto.newBuilder().setName(value).build()));
      return model.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The values of all outputs for one input of integers, NHWC, in the model's order: real numbers,
   * or integers as int8, from which uint8 is 128 away.
   */
  Map<String, float[]> run(int[] integers) {
    Shape shape = input.shape();
    int channels = channelsFirst ? shape.channels() : 1;
    int pixels = integers.length / channels;
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i % channels * pixels + i / channels] = input.type().dequantize(integers[i]);
    }
    long[] dimensions = new long[shape.rank() + 1];
    dimensions[0] = 1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int from = channelsFirst ? (axis + 2) % 3 : axis;
      dimensions[axis + 1] = shape.dimension(from);
    }
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OnnxRuntime.environment(), FloatBuffer.wrap(reals), dimensions);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
      Map<String, float[]> values = new LinkedHashMap<>();
      for (var output : result) {
        values.put(output.getKey(), values((OnnxTensor) output.getValue()));
      }
      return values;
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  private static float[] values(OnnxTensor tensor) {
    boolean unsigned = tensor.getInfo().type == OnnxJavaType.UINT8;
    if (!unsigned && tensor.getInfo().type != OnnxJavaType.INT8) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      float[] reals = new float[buffer.remaining()];
      buffer.get(reals);
      return reals;
    }
    ByteBuffer bytes = tensor.getByteBuffer();
    float[] integers = new float[bytes.remaining()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = unsigned ? Byte.toUnsignedInt(bytes.get(i)) - 128 : bytes.get(i);
    }
    return integers;
  }

  /** A value that the model holds channels first, NHWC. */
  static float[] channelsLast(float[] values, Shape shape) {
    int channels = shape.rank() == 3 ? shape.channels() : 1;
    int pixels = values.length / channels;
    float[] last = new float[values.length];
    for (int i = 0; i < last.length; i++) {
      last[i] = values[i % channels * pixels + i / channels];
    }
    return last;
  }

  /** The integers of real numbers that the model holds channels first, NHWC. */
  static int[] integers(float[] reals, TensorType type) {
    QuantizedType quantized = type.type();
    float[] last = channelsLast(reals, type.shape());
    int[] integers = new int[reals.length];
    for (int i = 0; i < integers.length; i++) {
      float real = last[i];
      integers[i] = quantized.quantize(real);
      if (Math.abs(quantized.dequantize(integers[i]) - real) > quantized.scale() / 1000) {
        throw new AssertionError(real + " is no multiple of " + quantized.scale());
      }
    }
    return integers;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }
}
