package lowrank.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lowrank.execute.ModelRunner;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.Conv2d;
import lowrank.oracle.TestQuantizer;
import lowrank.program.FixedNetwork;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quantised models against the interpreter that defines what the integers are. */
class QuantizedModelTest {
  private static final int SAMPLES = 16;

  static Stream<Network> networks() {
    return TestNetworks.all().values().stream().filter(network -> TestQuantizer.supports(network));
  }

  /**
   * ONNX Runtime computes in float between the integers, so a value in the middle between two steps
   * may go either way. Bounds: one step behind a single layer; up to four behind several, whose
   * weights magnify a step. The share of other integers depends on the rounding: see {@link
   * #shareBound}.
   */
  @ParameterizedTest
  @MethodSource("networks")
  void theModelRunsInOnnxRuntimeCloseToTheInterpreter(Network network) {
    Difference difference = compare(network, TestQuantizer.quantize(network));
    assertThat(difference.largest())
        .as("largest difference in steps: %s", difference)
        .isLessThanOrEqualTo(network.layers().size() == 1 ? 1 : 4);
    assertThat((double) difference.different() / difference.elements())
        .as("share of different integers: %s", difference)
        .isLessThanOrEqualTo(shareBound(network));
  }

  /**
   * Sums with many bits before the shift: next to none. Integers that are rounded twice with few
   * bits between, or means that fall on a half: a shift right by k moves those within 2^-(k+1) of
   * the half, so a quarter for k = 1, and the layer behind a mean reads several such values. A
   * hard-swish is computed with 16 bits; a product magnifies the steps of what it reads; a chain of
   * two sums with constants rounds twice.
   */
  private static double shareBound(Network network) {
    List<String> kinds = network.layers().stream().map(layer -> layer.operator().kind()).toList();
    if (kinds.contains("Mean")) {
      return kinds.size() == 1 ? 0.25 : 0.5;
    }
    if (kinds.contains("Mul") && kinds.contains("LeakyRelu")) {
      return 0.2;
    }
    boolean constants =
        network.layers().stream().anyMatch(l -> l.operator() instanceof ConstantArithmetic);
    return constants
            || kinds.contains("HardSwish")
            || kinds.contains("AveragePool")
            || kinds.contains("LeakyRelu")
        ? 0.1
        : 0.02;
  }

  /** What two runs of one model differ in, in steps of the output's scale. */
  private record Difference(int elements, int different, int aboveOne, int largest) {}

  private static Difference compare(Network network, Quantization quantization) {
    FixedNetwork fixed = TestQuantizer.fixed(network, quantization);
    FixedPointInterpreter interpreter = new FixedPointInterpreter(fixed);
    QuantizedType input = quantization.activations().get(network.input());
    QuantizedType output = quantization.activations().get(network.output());
    int length = network.inputShape().elements();
    int elements = 0;
    int different = 0;
    int aboveOne = 0;
    int largest = 0;
    try (ModelRunner runner = ModelRunner.of(OnnxExporter.write(network, quantization))) {
      for (int sample = 0; sample < SAMPLES; sample++) {
        float[] values = TestNetworks.random(1000 + sample, length);
        int[] integers = new int[length];
        float[] represented = new float[length];
        for (int i = 0; i < length; i++) {
          integers[i] = input.quantize(values[i]);
          represented[i] = input.dequantize(integers[i]);
        }
        int[] expected = interpreter.run(integers);
        float[] actual =
            Layouts.toLast(
                runner.run(Layouts.stored(represented, network)).get(network.output()),
                network.shapes().get(network.output()));
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
          int steps =
              Math.abs(Math.round(actual[i] / output.scale()) + output.zeroPoint() - expected[i]);
          elements++;
          different += steps > 0 ? 1 : 0;
          aboveOne += steps > 1 ? 1 : 0;
          largest = Math.max(largest, steps);
        }
      }
    }
    return new Difference(elements, different, aboveOne, largest);
  }

  @Test
  void sixteenBitActivationsBetweenTwoLayersRunToo() {
    Network network = TestNetworks.all().get("factors_channels_first");
    Quantization eight = TestQuantizer.quantize(network);
    Map<String, QuantizedType> types = new LinkedHashMap<>(eight.activations());
    float scale = types.get("first").scale() / 200;
    types.put("first", new QuantizedType(ElementType.INT16, scale, 0));
    Quantization sixteen = new Quantization(types, eight.weights());
    Difference difference = compare(network, sixteen);
    assertThat(difference.largest()).as("%s", difference).isLessThanOrEqualTo(1);
    assertThat((double) difference.different() / difference.elements())
        .as("%s", difference)
        .isLessThanOrEqualTo(0.02);
    ModelProto model = model(OnnxExporter.write(network, sixteen));
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(21);
    assertThat(model.getIrVersion()).isEqualTo(10);
  }

  @Test
  void weightsScalesAndBiasesAreTheQuantizationsOwn() {
    Conv2d conv =
        new Conv2d(
            new Tensor(Shape.of(2, 1, 2, 2), new float[] {1, 2, 3, 4, 5, 6, 7, 8}),
            Tensor.vector(0.35f, -0.35f),
            Window.of(1, 2),
            1,
            Range.RELU);
    Network network =
        TestNetworks.network(
            "net", Shape.of(1, 4, 2), InputLayout.CHANNELS_LAST, Layer.of("conv", conv, "input"));
    IntTensor weights =
        new IntTensor(
            Shape.of(2, 1, 2, 2), ElementType.INT8, new int[] {1, 2, 3, 4, -5, -6, -7, -127});
    Tensor scales = Tensor.vector(0.5f, 0.25f);
    Map<String, QuantizedType> types =
        Map.of("input", QuantizedType.int8(0.1f, 3), "conv", QuantizedType.int8(0.2f, -128));
    GraphProto derived =
        graph(network, types, new QuantizedWeights(weights, scales, Optional.empty()));
    assertThat(ints8(derived, "conv/weights_quantized"))
        .as("OIHW")
        .containsExactly(1, 3, 2, 4, -5, -7, -6, -127);
    assertThat(constant(derived, "conv/weights_quantized").getDimsList())
        .containsExactly(2L, 2L, 1L, 2L);
    assertThat(floats(derived, "conv/weights_scale")).containsExactly(0.5f, 0.25f);
    assertThat(ints8(derived, "conv/weights_zero_point")).containsExactly(0, 0);
    assertThat(ints32(derived, "conv/bias_quantized")).as("away from zero").containsExactly(7, -14);
    assertThat(floats(derived, "conv/bias_scale"))
        .containsExactly((float) (0.1f * 0.5), (float) ((double) 0.1f * 0.25f));
    assertThat(floats(derived, "input/scale")).containsExactly(0.1f);
    assertThat(ints8(derived, "input/zero_point")).containsExactly(3);
    IntTensor bias = IntTensor.vector(ElementType.INT32, 123456, -9);
    GraphProto given =
        graph(network, types, new QuantizedWeights(weights, scales, Optional.of(bias)));
    assertThat(ints32(given, "conv/bias_quantized")).containsExactly(123456, -9);
  }

  @Test
  void eachValuePassesThroughQuantizeAndDequantizeUnderTheLayersName() {
    Network network = TestNetworks.all().get("residual_channels_last");
    GraphProto graph =
        model(OnnxExporter.write(network, TestQuantizer.quantize(network))).getGraph();
    assertThat(graph.getInput(0).getName()).isEqualTo("input");
    assertThat(graph.getNode(0).getOpType()).isEqualTo("QuantizeLinear");
    assertThat(graph.getNode(0).getInput(0)).isEqualTo("input");
    assertThat(graph.getNode(1).getOpType()).isEqualTo("DequantizeLinear");
    assertThat(graph.getNode(2).getOpType()).isEqualTo("Transpose");
    assertThat(graph.getOutput(0).getName()).isEqualTo("softmax");
    for (Layer layer : network.layers()) {
      NodeProto last = producer(graph, layer.name());
      assertThat(last.getOpType()).isEqualTo("DequantizeLinear");
      assertThat(producer(graph, last.getInput(0)).getOpType()).isEqualTo("QuantizeLinear");
      assertThat(graph.getNodeList().stream().map(NodeProto::getName)).contains(layer.name());
    }
    long pairs =
        graph.getNodeList().stream().filter(n -> n.getOpType().equals("QuantizeLinear")).count();
    assertThat(pairs).isEqualTo(1 + network.layers().size());
  }

  @Test
  void aMissingTypeOrMissingWeightsAreNamed() {
    Network network = TestNetworks.all().get("conv1x1_channels_last");
    Quantization whole = TestQuantizer.quantize(network);
    assertThatThrownBy(
            () -> OnnxExporter.write(network, new Quantization(whole.activations(), Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer0");
    assertThatThrownBy(
            () -> OnnxExporter.write(network, new Quantization(Map.of(), whole.weights())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input");
  }

  private static GraphProto graph(
      Network network, Map<String, QuantizedType> types, QuantizedWeights weights) {
    Quantization quantization = new Quantization(types, Map.of("conv", weights));
    return model(OnnxExporter.write(network, quantization)).getGraph();
  }

  private static ModelProto model(byte[] bytes) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static NodeProto producer(GraphProto graph, String value) {
    return graph.getNodeList().stream()
        .filter(node -> node.getOutputList().equals(List.of(value)))
        .findFirst()
        .orElseThrow();
  }

  private static TensorProto constant(GraphProto graph, String name) {
    return graph.getInitializerList().stream()
        .filter(tensor -> tensor.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static float[] floats(GraphProto graph, String name) {
    var buffer =
        constant(graph, name)
            .getRawData()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static int[] ints32(GraphProto graph, String name) {
    var buffer =
        constant(graph, name)
            .getRawData()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asIntBuffer();
    int[] values = new int[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static int[] ints8(GraphProto graph, String name) {
    byte[] bytes = constant(graph, name).getRawData().toByteArray();
    int[] values = new int[bytes.length];
    Arrays.setAll(values, i -> bytes[i]);
    return values;
  }
}
