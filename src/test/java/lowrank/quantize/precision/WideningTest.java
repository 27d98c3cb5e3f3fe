package lowrank.quantize.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.RequantiseKernel;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Add;
import lowrank.operator.Conv2d;
import lowrank.operator.Pool2d;
import lowrank.operator.Sigmoid;
import lowrank.operator.Softmax;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;

class WideningTest {
  private static final QuantizedType NARROW = QuantizedType.int8(0.5f, -128);
  private static final QuantizedType WHOLE = QuantizedType.int8(1, -128);

  private static Conv2d convolution() {
    float[] weights = {1, 2, 3, 4};
    return new Conv2d(
        new Tensor(Shape.of(2, 1, 1, 2), weights),
        Tensor.vector(1, -1),
        Window.POINT,
        1,
        Range.ALL);
  }

  /** input → a → pool → b, sum = b + pool; gate = sigmoid(b), out = softmax(sum). */
  static Network network() {
    return new Network(
        "net",
        "input",
        Shape.of(2, 2, 2),
        InputLayout.CHANNELS_LAST,
        List.of(
            Layer.of("a", convolution(), "input"),
            Layer.of("pool", new Pool2d(Window.POINT, PoolKernel.Mode.MAXIMUM, Range.ALL), "a"),
            Layer.of("b", convolution(), "pool"),
            Layer.of("sum", new Add(Range.ALL), "b", "pool"),
            Layer.of("gate", new Sigmoid(), "b"),
            Layer.of("out", new Softmax(1), "sum")),
        "out",
        new Provenance("net.onnx", "", Preprocessing.NONE, List.of()));
  }

  @Test
  void betweenFactorsLiesWhatOnlyTheSameSourceReads() {
    Layer first = factor("first", "a", "input");
    Layer second = factor("second", "a", "first");
    Layer other = factor("other", "b", "second");
    Layer last = factor("last", "b", "other");
    Network chains =
        network()
            .withLayers(
                List.of(first, second, other, last, Layer.of("out", convolution(), "last")));
    assertThat(widening(chains).betweenFactors()).containsExactly("first", "other");
    assertThat(widening(network()).betweenFactors()).isEmpty();
  }

  private static Layer factor(String name, String source, String input) {
    Origin origin = new Origin(source, "svd", List.of(2), 0);
    return new Layer(name, convolution(), List.of(input), origin);
  }

  static Widening widening(Network network) {
    Map<String, QuantizedType> narrow = new LinkedHashMap<>();
    Map<String, QuantizedType> whole = new LinkedHashMap<>();
    narrow.put(network.input(), NARROW);
    whole.put(network.input(), WHOLE);
    for (Layer layer : network.layers()) {
      boolean fixed = layer.operator() instanceof Sigmoid || layer.operator() instanceof Softmax;
      QuantizedType type = fixed ? layer.operator().fixedOutputType() : NARROW;
      narrow.put(layer.name(), type);
      whole.put(layer.name(), fixed ? type : WHOLE);
    }
    return new Widening(network, narrow, whole);
  }

  private static FixedNetwork fixed(MixedNetwork mixed) {
    return FixedNetworkBuilder.build(
        mixed.network(), Quantizer.quantize(mixed.network(), mixed.activations()));
  }

  private static List<String> types(FixedNetwork network) {
    return network.layers().stream()
        .map(layer -> layer.name() + " " + layer.kernel().output().type().element())
        .toList();
  }

  @Test
  void whatOnlyMovesIntegersIsRaisedToo() {
    FixedNetwork network = fixed(widening(network()).raise(Set.of("a")));
    assertThat(types(network))
        .containsExactly("a INT16", "pool INT16", "b INT8", "sum INT8", "gate INT8", "out INT8");
    assertThat(network.layers().get(0).kernel()).isInstanceOf(ConvolutionKernel.class);
    assertThat(network.layers().get(3).kernel()).isInstanceOf(AddKernel.class);
    assertThat(network.inputType().type().element()).isEqualTo(ElementType.INT8);
  }

  @Test
  void operatorsOfInt8ReadARequantisedValue() {
    FixedNetwork network = fixed(widening(network()).raise(Set.of("b", "sum")));
    assertThat(types(network))
        .containsExactly(
            "a INT8",
            "pool INT8",
            "b INT16",
            "sum INT16",
            "b_requantised INT8",
            "gate INT8",
            "sum_requantised INT8",
            "out INT8");
    assertThat(network.layers().get(4).kernel()).isInstanceOf(RequantiseKernel.class);
    assertThat(network.layers().get(5).inputs()).containsExactly("b_requantised");
    assertThat(network.layers().get(3).inputs()).containsExactly("b", "pool");
  }

  @Test
  void theWholeRangeIsHeldSymmetrically() {
    QuantizedType type = widening(network()).raise(Set.of("b")).activations().get("b");
    assertThat(type).isEqualTo(QuantizedType.int16(255f / 32767));
    assertThat(type.quantize(255)).isEqualTo(32767);
  }

  @Test
  void nothingChangesWithoutALayer() {
    Network network = network();
    assertThat(widening(network).raise(Set.of()).network()).isEqualTo(network);
  }

  @Test
  void tablesUnknownLayersAndTheInputAreRefused() {
    Network network = network();
    refused(network, "gate", "layer gate, a Sigmoid, is int8");
    refused(network, "none", "there is no such layer, only a, pool, b, sum, gate, out");
    refused(network, "input", "there is no such layer");
    Network moved =
        network.withLayers(
            List.of(
                Layer.of(
                    "out", new Pool2d(Window.POINT, PoolKernel.Mode.MAXIMUM, Range.ALL), "input")));
    refused(moved, "out", "it shares its type with the network's input, which stays int8");
  }

  private static void refused(Network network, String layer, String reason) {
    assertThatThrownBy(() -> widening(network).raise(Set.of(layer)))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("layer " + layer + ": cannot be int16 (" + reason)
        .extracting(e -> ((CompileException) e).fault())
        .isEqualTo(Fault.NOT_INT16);
  }
}
