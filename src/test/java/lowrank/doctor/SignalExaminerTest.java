package lowrank.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.Range;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Dense;
import lowrank.quantize.RangeMethod;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A layer whose activation has one huge, rare value is weak until its range is chosen better. */
class SignalExaminerTest {
  private static final int SAMPLES = 4000;

  private static Network network() {
    Dense dense =
        new Dense(
            new Tensor(Shape.of(2, 2), new float[] {1, 0, 0, 1}), Tensor.vector(0, 0), Range.ALL);
    return TestNetworks.network(
        "copy", Shape.of(2), InputLayout.CHANNELS_LAST, Layer.of("copy", dense, "input"));
  }

  /** The layer copies its input; the second channel is always 0. */
  private static FloatRun run(double outlier) {
    Random random = new Random(3);
    float[] values = new float[2 * SAMPLES];
    for (int i = 0; i < values.length; i += 2) {
      values[i] = (float) random.nextGaussian();
    }
    values[10] = (float) outlier;
    Map<String, float[]> all = new LinkedHashMap<>();
    all.put("input", values);
    all.put("copy", values);
    return (network, most, observer) -> observer.see(SAMPLES, all);
  }

  private static List<LayerDiagnosis> examine(FloatRun run, double weak) {
    return examine(network(), run, weak);
  }

  private static List<LayerDiagnosis> examine(Network network, FloatRun run, double weak) {
    SignalExaminer examiner =
        new SignalExaminer(network, RangeMethod.MINMAX, run, weak, layer -> Optional.empty());
    Quantization quantization = examiner.quantize();
    return examiner.examine(
        LayerExaminer.examine(network, quantization, Optional.empty()), quantization);
  }

  @Test
  void aHealthyLayerIsMeasuredAndLeftAlone() {
    LayerDiagnosis layer = examine(run(3), 30).get(0);
    assertThat(layer.weak()).isFalse();
    assertThat(layer.measured()).isEmpty();
    assertThat(layer.advice()).isEmpty();
    assertThat(layer.signal().snrDecibels()).isBetween(35.0, 60.0);
    assertThat(layer.signal().saturated()).isZero();
    assertThat(layer.signal().silentChannels()).isEqualTo(1);
  }

  @Test
  void repairsOfAWeakLayerAreMeasured() {
    LayerDiagnosis layer = examine(run(3), 100).get(0);
    assertThat(layer.weak()).isTrue();
    assertThat(layer.measured())
        .extracting(Repair::change)
        .containsExactly(
            "--range-at copy=percentile",
            "--range-at copy=mse",
            "--correct weights",
            "--int16 copy");
    assertThat(layer.measured()).extracting(Repair::bytes).containsExactly(0L, 0L, 0L, 2L);
    assertThat(layer.measured()).noneMatch(Repair::helps);
    assertThat(layer.advice()).isEqualTo("no measured repair helps");
  }

  /** What the second layer reads is one step of the first one's range. */
  @Test
  void sixteenBitsAreAdvisedWhereOnlyTheyHelp() {
    Network network = swap();
    LayerDiagnosis layer = examine(network, swapped(), 30).get(1);
    assertThat(layer.name()).isEqualTo("small");
    assertThat(layer.measured())
        .extracting(Repair::change)
        .contains("--int16 small", "--int16 both", "--int16 both,small");
    assertThat(layer.measured())
        .filteredOn(Repair::helps)
        .extracting(Repair::change)
        .containsExactly("--int16 both", "--int16 both,small");
    assertThat(layer.advice()).isEqualTo("--int16 both");
    Repair advised = layer.measured().get(4);
    assertThat(advised.change()).isEqualTo("--int16 both");
    assertThat(advised.bytes()).isEqualTo(2);
    assertThat(advised.layerDecibels()).isGreaterThan(layer.signal().snrDecibels() + 20);
  }

  /** Two channels of sizes 100 and 1, of which the second layer reads the small one. */
  private static Network swap() {
    Dense both =
        new Dense(
            new Tensor(Shape.of(2, 2), new float[] {100, 0, 0, 1}), Tensor.vector(0, 0), Range.ALL);
    Dense small =
        new Dense(new Tensor(Shape.of(1, 2), new float[] {0, 1}), Tensor.vector(0), Range.ALL);
    return TestNetworks.network(
        "swap",
        Shape.of(2),
        InputLayout.CHANNELS_LAST,
        Layer.of("both", both, "input"),
        Layer.of("small", small, "both"));
  }

  private static FloatRun swapped() {
    Random random = new Random(4);
    float[] input = new float[2 * SAMPLES];
    float[] both = new float[2 * SAMPLES];
    float[] small = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      input[2 * i] = random.nextFloat() * 2 - 1;
      input[2 * i + 1] = random.nextFloat() * 2 - 1;
      both[2 * i] = 100 * input[2 * i];
      both[2 * i + 1] = input[2 * i + 1];
      small[i] = both[2 * i + 1];
    }
    Map<String, float[]> all = new LinkedHashMap<>();
    all.put("input", input);
    all.put("both", both);
    all.put("small", small);
    return (network, most, observer) -> observer.see(SAMPLES, all);
  }

  @Test
  void ratiosByMethodCoverAllMethods() {
    SignalExaminer examiner =
        new SignalExaminer(network(), RangeMethod.MSE, run(3), 0, layer -> Optional.empty());
    assertThat(examiner.compareMethods()).containsOnlyKeys("minmax", "percentile", "mse");
  }
}
