package lowrank.quantize.precision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;
import lowrank.tensor.ElementType;
import org.junit.jupiter.api.Test;

class PrecisionSearchTest {
  private static final Map<String, Double> RATIOS =
      Map.of(
          "input", 1.0, "a", 40.0, "pool", 30.0, "b", 20.0, "sum", 35.0, "gate", 5.0, "out", 2.0);
  private final List<String> asked = new ArrayList<>();

  private PrecisionSearch.Outcome search(double enough, ToDoubleFunction<Set<String>> accuracy) {
    Network network = WideningTest.network();
    return new PrecisionSearch(
            network,
            WideningTest.widening(network),
            RATIOS,
            mixed -> {
              Set<String> raised =
                  mixed.activations().entrySet().stream()
                      .filter(entry -> entry.getValue().element() == ElementType.INT16)
                      .map(Map.Entry::getKey)
                      .collect(Collectors.toCollection(TreeSet::new));
              asked.add(String.join(" ", raised));
              return accuracy.applyAsDouble(raised);
            })
        .search(enough);
  }

  @Test
  void int8IsKeptWhereItIsAccurateEnough() {
    assertThat(search(90, raised -> 90)).isEqualTo(new PrecisionSearch.Outcome(Set.of(), 90, 90));
    assertThat(asked).containsExactly("");
  }

  @Test
  void worstLayersComeFirstAndTheSearchEndsWhenItIsAccurateEnough() {
    PrecisionSearch.Outcome found = search(80, raised -> 79 + raised.size() / 3.0);
    assertThat(found.layers()).containsExactlyInAnyOrder("b", "a", "pool");
    assertThat(found.accuracy()).isEqualTo(80);
    assertThat(found.narrowAccuracy()).isEqualTo(79);
    assertThat(asked).containsExactly("", "b", "a b pool", "b", "a pool");
  }

  @Test
  void layersThatAreNotNeededAreTakenBack() {
    assertThat(search(60, raised -> raised.contains("sum") ? 60 : 50).layers())
        .containsExactly("sum");
    assertThat(asked)
        .containsExactly("", "b", "a b pool", "a b pool sum", "a b pool", "b sum", "sum");
  }

  @Test
  void layersThatHelpOnlyTogetherAreFound() {
    assertThat(search(60, raised -> raised.containsAll(List.of("b", "sum")) ? 60 : 50).layers())
        .containsExactlyInAnyOrder("b", "sum");
  }

  @Test
  void layersThatHarmAreLeftOut() {
    assertThat(search(100, raised -> raised.contains("b") ? -1 : raised.size()).layers())
        .containsExactlyInAnyOrder("a", "pool", "sum");
  }

  @Test
  void theBestIsFoundWhereNothingIsAccurateEnough() {
    PrecisionSearch.Outcome found = search(90, raised -> raised.contains("a") ? 80 : 70);
    assertThat(found.layers()).containsExactlyInAnyOrder("a", "pool");
    assertThat(found.accuracy()).isEqualTo(80);
  }

  @Test
  void layersWhoseSumsCanOverflowAreNotRaised() {
    PrecisionSearch.Outcome found =
        search(
            100,
            layers -> {
              if (layers.contains("b")) {
                throw new CompileException(Fault.ACCUMULATOR_OVERFLOW, "b", 1L << 40);
              }
              return layers.size();
            });
    assertThat(found.layers()).containsExactlyInAnyOrder("a", "pool", "sum");
  }

  @Test
  void theRatioIsThePowerOfTheValueOverThatOfItsError() {
    Map<String, Double> ratios =
        SignalToNoise.measure(
            observer -> {
              observer.see("x", new float[] {1, 0.25f});
              observer.see("x", new float[] {-1});
              observer.see("exact", new float[] {2, 4});
            },
            Map.of("x", QuantizedType.int8(1, 0), "exact", QuantizedType.int8(1, 0)));
    double expected = 10 * Math.log10((1 + 0.0625 + 1) / 0.0625);
    assertThat(ratios.get("x")).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(ratios.get("exact")).isInfinite();
  }
}
