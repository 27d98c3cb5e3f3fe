package lowrank.importer.onnx;

import static lowrank.network.InputLayout.CHANNELS_FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lowrank.network.ImportedModel;
import lowrank.network.InputLayout;
import lowrank.network.Network;
import lowrank.onnx.OnnxRuntime;
import lowrank.oracle.FloatOracle;
import lowrank.tensor.Shape;

/** Compares what was imported, run by plain loops, with the original in ONNX Runtime. */
final class OnnxOracle {
  private static final double TOLERANCE = 1e-4;

  private OnnxOracle() {}

  /** Imports and compares on random input. */
  static Network check(byte[] model) {
    ImportedModel imported = OnnxImporter.read("folder/test.onnx", model);
    assertThat(imported.quantization()).isEmpty();
    return check(model, imported.network(), random(imported.network().inputShape().elements()));
  }

  static Network check(TestModel model) {
    return check(model.bytes());
  }

  static float[] random(int size) {
    Random random = new Random(3);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /**
   * Compares on one input.
   *
   * @param input in the model's own order
   */
  static Network check(byte[] model, Network network, float[] input) {
    Output expected = run(model, input);
    FloatOracle.Activation found =
        FloatOracle.run(network, stored(network, input)).get(network.output());
    double[] actual = inOrder(network, found, expected.dimensions());
    assertThat(actual).hasSize(expected.values().length);
    double largest = 1e-3;
    for (float value : expected.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs(actual[i] - expected.values()[i]))
          .as("element %s: %s instead of %s", i, actual[i], expected.values()[i])
          .isLessThanOrEqualTo(TOLERANCE * largest);
    }
    return network;
  }

  record Output(long[] dimensions, float[] values) {}

  /** The original's output. */
  static Output run(byte[] model, float[] input) {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), dimensions(model));
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      float[] values = new float[output.getFloatBuffer().remaining()];
      output.getFloatBuffer().get(values);
      return new Output(output.getInfo().getShape(), values);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long[] dimensions(byte[] model) {
    try {
      return ModelProto.parseFrom(model)
          .getGraph()
          .getInput(0)
          .getType()
          .getTensorType()
          .getShape()
          .getDimList()
          .stream()
          .mapToLong(Dimension::getDimValue)
          .map(size -> Math.max(1, size))
          .toArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Input data as the network stores them. */
  static float[] stored(Network network, float[] input) {
    Shape shape = network.inputShape();
    if (network.layout() == InputLayout.CHANNELS_LAST) {
      return input;
    }
    float[] stored = new float[input.length];
    int pixels = shape.height() * shape.width();
    for (int i = 0; i < input.length; i++) {
      stored[i % pixels * shape.channels() + i / pixels] = input[i];
    }
    return stored;
  }

  /** Channels first if the original's output is an image in that order. */
  static double[] inOrder(Network network, FloatOracle.Activation found, long[] dimensions) {
    Shape shape = found.shape();
    List<Integer> inner = Arrays.stream(dimensions).skip(1).mapToObj(d -> (int) d).toList();
    boolean image =
        shape.rank() == 3
            && dimensions.length >= 3
            && dimensions[1] == shape.channels()
            && (!inner.equals(shape.dimensions()) || network.layout() == CHANNELS_FIRST);
    if (!image) {
      return found.values();
    }
    double[] ordered = new double[found.values().length];
    int pixels = shape.height() * shape.width();
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = found.values()[i % pixels * shape.channels() + i / pixels];
    }
    return ordered;
  }
}
