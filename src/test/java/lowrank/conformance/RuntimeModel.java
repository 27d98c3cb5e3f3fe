package lowrank.conformance;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.kernel.TensorType;
import lowrank.network.InputLayout;
import lowrank.onnx.OnnxRuntime;
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
   */
  static RuntimeModel load(
      byte[] onnx,
      TensorType input,
      InputLayout layout,
      Collection<String> values,
      OrtSession.SessionOptions.OptLevel level) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setOptimizationLevel(level);
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

  /** The real values of all outputs for one input of integers, NHWC, in the model's order. */
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
        FloatBuffer buffer = ((OnnxTensor) output.getValue()).getFloatBuffer();
        float[] copy = new float[buffer.remaining()];
        buffer.get(copy);
        values.put(output.getKey(), copy);
      }
      return values;
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  /** The integers of a value that the model holds channels first, NHWC. */
  static int[] integers(float[] reals, TensorType type) {
    QuantizedType quantized = type.type();
    int channels = type.shape().rank() == 3 ? type.shape().channels() : 1;
    int pixels = reals.length / channels;
    int[] integers = new int[reals.length];
    for (int i = 0; i < integers.length; i++) {
      float real = reals[i % channels * pixels + i / channels];
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
