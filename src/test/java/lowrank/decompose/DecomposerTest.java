package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import lowrank.decompose.ChainEvaluator.Image;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.NetworkChecker;
import lowrank.network.RankPlan;
import lowrank.network.RankPlan.Choice;
import lowrank.operator.Clamp;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecomposerTest {
  private static final Window PADDED = Window.of(3, 3).withPadding(1, 1, 1, 1);

  /** conv1 3x3 4→8 with stride 2, depthwise dw, relu clip, point 1×1 8→6, dense fc 150→10. */
  static Network network() {
    return network("fc.1");
  }

  static Network network(String clip) {
    Conv2d depthwise =
        new Conv2d(
            Kernels.gaussian(Shape.of(8, 3, 3, 1), 5),
            Tensor.zeros(Shape.of(8)),
            PADDED,
            8,
            Range.ALL);
    return new Network(
        "net",
        "x",
        Shape.of(10, 10, 4),
        InputLayout.CHANNELS_LAST,
        List.of(
            Layer.of("conv1", Kernels.convolution(8, PADDED.withStride(2, 2), 4, 1), "x"),
            Layer.of("dw", depthwise, "conv1"),
            Layer.of(clip, new Clamp(Range.RELU6), "dw"),
            Layer.of("point", Kernels.convolution(6, Window.POINT, 8, 2), clip),
            Layer.of("fc", Kernels.dense(10, 150, 3), "point")),
        "fc",
        new Provenance("net.onnx", "00", Preprocessing.NONE, List.of()));
  }

  private static RankPlan plan(String layer, String method, Integer... ranks) {
    return RankPlan.EMPTY.with(layer, new Choice(method, List.of(ranks)));
  }

  private static Image run(Network network) {
    Map<String, Image> values = new java.util.HashMap<>();
    values.put(network.input(), Kernels.image(10, 10, 4, 99));
    for (Layer layer : network.layers()) {
      Image input = values.get(layer.inputs().get(0));
      values.put(
          layer.name(),
          layer.operator() instanceof WeightedOperator operator
              ? ChainEvaluator.run(List.of(operator), input)
              : clamped(input));
    }
    return values.get(network.output());
  }

  private static Image clamped(Image input) {
    double[] values = input.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, Math.min(6, values[i]));
    }
    return new Image(input.shape(), values);
  }

  @Test
  void putsChainsInPlaceOfLayers() {
    RankPlan plan = plan("conv1", "tucker2", 2, 3).with("fc", new Choice("svd", List.of(5)));
    Network result = new Decomposer().apply(network("clip"), plan);
    NetworkChecker.check(result);
    assertThat(result.layers())
        .extracting(Layer::name)
        .containsExactly("conv1.1", "conv1.2", "conv1", "dw", "clip", "point", "fc.1", "fc");
    assertThat(result.layers())
        .extracting(layer -> layer.inputs().get(0))
        .containsExactly("x", "conv1.1", "conv1.2", "conv1", "dw", "clip", "point", "fc.1");
    assertThat(result.shapes().get("conv1.1")).isEqualTo(Shape.of(10, 10, 2));
    assertThat(result.shapes().get("conv1.2")).isEqualTo(Shape.of(5, 5, 3));
    Origin origin = result.layers().get(1).origin();
    assertThat(origin.sourceLayer()).isEqualTo("conv1");
    assertThat(origin.method()).isEqualTo("tucker2");
    assertThat(origin.ranks()).containsExactly(2, 3);
    assertThat(origin.relativeError()).isBetween(0.1, 1.0);
    assertThat(result.layers().get(0).origin())
        .isEqualTo(origin)
        .isEqualTo(result.layers().get(2).origin());
    assertThat(result.layers().get(3).origin().decomposed()).isFalse();
  }

  @Test
  void theNetworkComputesWhatItsComposedKernelsCompute() {
    RankPlan plan =
        plan("conv1", "tucker2", 2, 3)
            .with("point", new Choice("svd", List.of(2)))
            .with("fc", new Choice("svd", List.of(5)));
    Network network = network();
    Network result = new Decomposer().apply(network, plan);
    assertThat(result.layers()).hasSize(network.layers().size() + 4);
    Network composed =
        network.withLayers(
            network.layers().stream().map(layer -> composed(layer, result)).toList());
    double[] expected = run(composed).values();
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isPositive();
    assertThat(run(result).values()).containsExactly(expected, within(1e-5 * largest));
  }

  /** The layer with the kernel that its factors in {@code result} compose to. */
  private static Layer composed(Layer layer, Network result) {
    List<WeightedOperator> chain =
        result.layers().stream()
            .filter(factor -> factor.origin().sourceLayer().equals(layer.name()))
            .filter(factor -> factor.origin().decomposed())
            .map(factor -> (WeightedOperator) factor.operator())
            .toList();
    return chain.isEmpty()
        ? layer
        : layer.withOperator(
            ((WeightedOperator) layer.operator())
                .withWeights(
                    ChainEvaluator.impulseResponse((WeightedOperator) layer.operator(), chain),
                    ((WeightedOperator) layer.operator()).bias()));
  }

  @Test
  void aChainThatCostsMoreOfEverythingDoesNotReplaceTheLayer() {
    Network network = network();
    RankPlan plan = plan("conv1", "tucker2", 4, 8).with("fc", new Choice("svd", List.of(3)));
    Decomposer decomposer = new Decomposer();
    assertThat(decomposer.effective(network, plan).choices()).containsOnlyKeys("fc");
    Network result = decomposer.apply(network, plan);
    assertThat(result.layers().get(0)).isEqualTo(network.layers().get(0));
    assertThat(result.parameters()).isLessThan(network.parameters());
  }

  @Test
  void noneLeavesALayerAsItIs() {
    RankPlan plan = plan("conv1", Origin.NONE);
    assertThat(new Decomposer().apply(network(), plan)).isEqualTo(network());
    assertThat(new Decomposer().effective(network(), plan)).isEqualTo(RankPlan.EMPTY);
  }

  @Test
  void findsFreeNames() {
    Network result = new Decomposer().apply(network("fc.1"), plan("fc", "svd", 2));
    NetworkChecker.check(result);
    assertThat(result.layers()).extracting(Layer::name).contains("fc.1", "fc.1_", "fc");
  }

  @Test
  void rememberedFactorsAreTheSame() {
    Decomposer decomposer = new Decomposer();
    RankPlan plan = plan("conv1", "cp", 3);
    Network first = decomposer.apply(network(), plan);
    decomposer.apply(network(), plan("conv1", "cp", 2));
    Network second = decomposer.apply(network(), plan);
    assertThat(second).isEqualTo(first).isEqualTo(new Decomposer().apply(network(), plan));
    assertThat(second.layers().get(0).operator()).isSameAs(first.layers().get(0).operator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "conv9; svd; 1; UNKNOWN_LAYER; conv1, point, fc",
        "x; svd; 1; UNKNOWN_LAYER; conv1, point, fc",
        "conv1; svd; 1; METHOD_NOT_APPLICABLE; several points",
        "point; cp; 1; METHOD_NOT_APPLICABLE; single point",
        "fc; tucker1-in; 1; METHOD_NOT_APPLICABLE; single point",
        "dw; tucker1-in; 1; METHOD_NOT_APPLICABLE; depthwise convolution",
        "clip; svd; 1; METHOD_NOT_APPLICABLE; Clamp has no weights",
        "conv1; magic; 1; BAD_OPTION; auto, none, svd, tucker2",
        "conv1; tucker2; 1; BAD_OPTION; 2 for method tucker2",
        "fc; svd; 0; RANK_OUT_OF_RANGE; rank 0 is outside 1 to 10",
        "fc; svd; 11; RANK_OUT_OF_RANGE; rank 11 is outside 1 to 10",
      })
  void refusesPlansThatDoNotFit(
      String layer, String method, int rank, Fault fault, String message) {
    assertThatThrownBy(() -> new Decomposer().apply(network("clip"), plan(layer, method, rank)))
        .isInstanceOfSatisfying(CompileException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(message);
  }

  @Test
  void factorsAreNotDecomposedAgain() {
    Network once = new Decomposer().apply(network("clip"), plan("conv1", "tucker2", 2, 3));
    assertThatThrownBy(() -> new Decomposer().apply(once, plan("conv1.2", "spatial", 1)))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("already a factor of conv1");
  }
}
