package lowrank.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lowrank.exporter.OnnxExporter;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.importer.pass.WholeImageMeans;
import lowrank.network.ImportedModel;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Concatenation;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.Operator;
import lowrank.operator.Pool2d;
import lowrank.operator.Reshape;
import lowrank.operator.WeightedOperator;
import lowrank.oracle.FloatOracle;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What this tool writes as ONNX, float or quantised, is what it reads back. */
class SeamRoundTripTest {
  /** Networks that compute something, without pools that have no integer form. */
  private static Stream<Map.Entry<String, Network>> networks() {
    return TestNetworks.all().entrySet().stream()
        .filter(entry -> entry.getValue().layers().stream().anyMatch(l -> !isReshape(l)))
        .filter(
            entry ->
                entry.getValue().layers().stream().noneMatch(SeamRoundTripTest::isDilatedPool));
  }

  /** A constant operand is one of integers; float ones become weights at import. */
  private static boolean needsIntegers(Layer layer) {
    return layer.operator() instanceof ConstantArithmetic;
  }

  private static boolean isReshape(Layer layer) {
    return layer.operator() instanceof Reshape;
  }

  private static boolean isDilatedPool(Layer layer) {
    return layer.operator() instanceof Pool2d pool
        && pool.window().dilationHeight() * pool.window().dilationWidth() > 1;
  }

  @TestFactory
  Stream<DynamicTest> floatModelsComeBack() {
    return networks()
        .filter(e -> e.getValue().layers().stream().noneMatch(SeamRoundTripTest::needsIntegers))
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkFloat(e.getValue())));
  }

  private static void checkFloat(Network written) {
    ImportedModel model = OnnxImporter.read("other.onnx", OnnxExporter.write(written));
    Network network = new WholeImageMeans().apply(written);
    assertThat(model.quantization()).isEmpty();
    checkHead(network, model.network());
    if (reshapes(network)) {
      float[] input = OnnxOracle.random(network.inputShape().elements());
      assertThat(FloatOracle.run(model.network(), input).get(model.network().output()).values())
          .isEqualTo(FloatOracle.run(network, input).get(network.output()).values());
    } else {
      assertThat(model.network()).isEqualTo(network);
    }
  }

  private static void checkHead(Network expected, Network actual) {
    assertThat(actual.name()).isEqualTo(expected.name());
    assertThat(actual.input()).isEqualTo(expected.input());
    assertThat(actual.inputShape()).isEqualTo(expected.inputShape());
    assertThat(actual.layout()).isEqualTo(expected.layout());
    assertThat(actual.provenance()).isEqualTo(expected.provenance());
  }

  /** Reshapes do not come back where nothing needs them. */
  private static boolean reshapes(Network network) {
    return network.layers().stream().anyMatch(SeamRoundTripTest::isReshape);
  }

  @TestFactory
  Stream<DynamicTest> quantisedModelsComeBack() {
    return networks()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkQuantized(e.getValue())));
  }

  private static void checkQuantized(Network network) {
    Quantization quantization = Quantizer.quantize(network, types(network));
    ImportedModel model =
        OnnxImporter.read("other.onnx", OnnxExporter.write(network, quantization));
    checkHead(network, model.network());
    Quantization found = model.quantization().orElseThrow();
    if (reshapes(network)) {
      Map<String, QuantizedType> common = new LinkedHashMap<>(quantization.activations());
      common.keySet().retainAll(found.activations().keySet());
      assertThat(found.activations()).containsAllEntriesOf(common);
      assertThat(found.weights().keySet()).isEqualTo(quantization.weights().keySet());
    } else {
      assertThat(found.activations()).containsExactlyEntriesOf(quantization.activations());
      assertThat(FixedNetworkBuilder.build(model.network(), found))
          .isEqualTo(FixedNetworkBuilder.build(network, quantization));
      assertThat(model.network().layers()).isEqualTo(dequantised(network, quantization));
    }
  }

  /** Another type for each value, so that none can be mistaken for another. */
  private static Map<String, QuantizedType> types(Network network) {
    boolean joins = network.layers().stream().anyMatch(l -> l.operator() instanceof Concatenation);
    Map<String, QuantizedType> types = new LinkedHashMap<>();
    types.put(network.input(), QuantizedType.int8(0.01f, -128));
    for (Layer layer : network.layers()) {
      Operator operator = layer.operator();
      int number = joins ? 0 : types.size();
      types.put(
          layer.name(),
          switch (operator.outputType()) {
            case FIXED -> operator.fixedOutputType();
            case SAME_AS_INPUT -> types.get(layer.inputs().get(0));
            case CALIBRATED -> QuantizedType.int8(0.01f + 0.003f * number, number - 128);
          });
    }
    return types;
  }

  private static List<Layer> dequantised(Network network, Quantization quantization) {
    return network.layers().stream()
        .map(
            layer ->
                layer.operator() instanceof WeightedOperator operator
                    ? layer.withOperator(
                        dequantised(
                            operator,
                            quantization.weights().get(layer.name()),
                            quantization.activations().get(layer.inputs().get(0)).scale()))
                    : layer)
        .toList();
  }

  private static WeightedOperator dequantised(
      WeightedOperator operator, QuantizedWeights weights, float inputScale) {
    float[] values = operator.weights().toArray();
    float[] bias = operator.bias().toArray();
    int perChannel = values.length / bias.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.weights().at(i) * weights.scale(i / perChannel);
    }
    for (int c = 0; c < bias.length; c++) {
      float scale = (float) ((double) inputScale * weights.scale(c));
      bias[c] = weights.biasFor(operator.bias(), inputScale).at(c) * scale;
    }
    return operator.withWeights(
        new Tensor(operator.weights().shape(), values), Tensor.vector(bias));
  }
}
