package lowrank.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import lowrank.network.RankCurve;
import lowrank.network.RankPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccuracyStrategiesTest {
  private static final double ORIGINAL = 80;

  /** Accuracy falls by 1 for each rank that a layer lacks from the rank that it needs. */
  private static Evaluator needing(Map<String, Integer> needs) {
    return plan ->
        ORIGINAL
            - plan.choices().entrySet().stream()
                .mapToInt(
                    choice ->
                        Math.max(0, needs.get(choice.getKey()) - choice.getValue().ranks().get(0)))
                .sum();
  }

  private static RankPlan select(
      String strategy, List<RankCurve> curves, Evaluator evaluator, double drop) {
    return RankStrategies.named(strategy)
        .select(curves, new RankSettings(evaluator, drop, 0.9, SearchProgress.SILENT));
  }

  private static Map<String, Integer> ranks(RankPlan plan) {
    return plan.choices().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, choice -> choice.getValue().ranks().get(0)));
  }

  private static final List<RankCurve> TWO =
      List.of(Curves.single("a", 12, 10), Curves.single("b", 9, 8));

  @ParameterizedTest
  @ValueSource(strings = {"brute-force", "binary-search", "naive"})
  void findsTheRanksThatEachLayerNeeds(String strategy) {
    Evaluator evaluator = needing(Map.of("a", 3, "b", 6));
    assertThat(ranks(select(strategy, TWO, evaluator, 0.001))).isEqualTo(Map.of("a", 3, "b", 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"brute-force", "binary-search", "naive"})
  void leavesALayerThatNoSavingRankSuits(String strategy) {
    Evaluator evaluator = needing(Map.of("a", 11, "b", 2));
    assertThat(ranks(select(strategy, TWO, evaluator, 0.001))).doesNotContainKey("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"brute-force", "binary-search", "naive"})
  void changesNothingWhereNothingMayBeLost(String strategy) {
    assertThat(select(strategy, TWO, plan -> ORIGINAL, 0)).isEqualTo(RankPlan.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"brute-force", "binary-search", "naive"})
  void goesToRankOneWhereNothingMatters(String strategy) {
    assertThat(ranks(select(strategy, TWO, plan -> ORIGINAL, 0.01)))
        .isEqualTo(Map.of("a", 1, "b", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"brute-force", "binary-search", "naive"})
  void acceptsNoNetworkOfNoLayers(String strategy) {
    assertThat(select(strategy, List.of(), plan -> ORIGINAL, 0.1)).isEqualTo(RankPlan.EMPTY);
    List<RankCurve> useless = List.of(Curves.single("a", 4, 0));
    assertThat(select(strategy, useless, plan -> ORIGINAL, 0.1)).isEqualTo(RankPlan.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"brute-force", "binary-search"})
  void spendsTheAllowanceOnTheFirstLayers(String strategy) {
    Evaluator evaluator = needing(Map.of("a", 6, "b", 6));
    // 5 % of 80 is 4, and the accuracy must be above 76: three ranks may be missing.
    assertThat(ranks(select(strategy, TWO, evaluator, 0.05))).isEqualTo(Map.of("a", 3, "b", 6));
  }

  @Test
  void theThresholdItselfDoesNotHold() {
    Evaluator evaluator = plan -> plan.choices().isEmpty() ? 80 : 76;
    assertThat(select("brute-force", TWO, evaluator, 0.05)).isEqualTo(RankPlan.EMPTY);
    assertThat(select("brute-force", TWO, evaluator, 0.0501).choices()).hasSize(2);
  }

  @Test
  void binarySearchAgreesWithBruteForceWhereAccuracyRisesWithRank() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      List<RankCurve> curves = new ArrayList<>();
      Map<String, Integer> needs = new LinkedHashMap<>();
      for (int layer = 0; layer < 4; layer++) {
        int limit = 1 + random.nextInt(40);
        curves.add(Curves.single("l" + layer, limit, random.nextInt(limit + 1)));
        needs.put("l" + layer, 1 + random.nextInt(limit));
      }
      double drop = random.nextDouble() * 0.2;
      int[] calls = new int[1];
      Evaluator counting =
          plan -> {
            calls[0]++;
            return needing(needs).accuracy(plan);
          };
      RankPlan bisected = select("binary-search", curves, counting, drop);
      assertThat(bisected).isEqualTo(select("brute-force", curves, needing(needs), drop));
      assertThat(calls[0]).isLessThanOrEqualTo(1 + 4 * 7);
    }
  }

  @Test
  void naiveRaisesAllLayersTogetherAndLowersThemOneByOne() {
    List<String> seen = new ArrayList<>();
    SearchProgress progress =
        (layer, ranks, accuracy, holds) -> seen.add(layer + ranks + (holds ? "+" : "-"));
    Evaluator evaluator = needing(Map.of("a", 2, "b", 4));
    RankSettings settings = new RankSettings(evaluator, 0.001, 0.9, progress);
    RankPlan plan = RankStrategies.named("naive").select(TWO, settings);
    assertThat(ranks(plan)).isEqualTo(Map.of("a", 2, "b", 4));
    assertThat(seen)
        .containsExactly(
            "*[]+", "*[1]-", "*[2]-", "*[3]-", "*[4]+", "a[3]+", "a[2]+", "a[1]-", "b[3]-");
  }

  @Test
  void naiveKeepsTheRankOfTheHighestAccuracyOnTheWayDown() {
    Map<Integer, Double> accuracies = Map.of(1, 10.0, 2, 78.0, 3, 79.5, 4, 79.0, 5, 79.2);
    Evaluator evaluator =
        plan -> {
          if (plan.choices().isEmpty()) {
            return ORIGINAL;
          }
          int b = plan.choices().get("b").ranks().get(0);
          return b < 5 ? 0 : accuracies.get(plan.choices().get("a").ranks().get(0));
        };
    // Above 76: up to 5 for the sake of b; then 4, 3 and 2 hold for a, 3 being the best.
    assertThat(ranks(select("naive", TWO, evaluator, 0.05))).isEqualTo(Map.of("a", 3, "b", 5));
  }

  @Test
  void naiveLetsASensitiveLayerEndHigher() {
    // Each missing rank of b costs accuracy at once, those of a cost nothing down to rank 2.
    Evaluator evaluator =
        plan -> {
          int a = plan.choices().containsKey("a") ? plan.choices().get("a").ranks().get(0) : 99;
          int b = plan.choices().containsKey("b") ? plan.choices().get("b").ranks().get(0) : 99;
          return ORIGINAL - (a < 2 ? 50 : 0) - Math.max(0, 8 - b);
        };
    // Above 75: rank 4 for all; b could be lowered no further, and 4 is also its best.
    assertThat(ranks(select("naive", TWO, evaluator, 0.0625))).isEqualTo(Map.of("a", 2, "b", 4));
  }

  @Test
  void naiveLeavesALayerBeyondItsSavingRanks() {
    List<RankCurve> curves = List.of(Curves.single("a", 9, 2), Curves.single("b", 9, 8));
    Evaluator evaluator = needing(Map.of("a", 9, "b", 5));
    assertThat(ranks(select("naive", curves, evaluator, 0.001))).isEqualTo(Map.of("b", 5));
  }
}
