package lowrank.rank.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetSolverTest {
  static java.util.stream.IntStream seeds() {
    return java.util.stream.IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leastLossIsThatOfTryingAll(int seed) {
    Random random = new Random(seed);
    FactorBank bank = Banks.random(random, 4, 6);
    Costs limits = Banks.limits(random, 4);
    Optional<Selection> expected = Banks.best(bank, limits, Selection::loss);

    Optional<Selection> found = new BudgetSolver(bank).leastLoss(limits);

    assertThat(found.isPresent()).isEqualTo(expected.isPresent());
    found.ifPresent(
        selection -> {
          assertThat(selection.costs().within(limits)).isTrue();
          assertThat(selection.loss()).isCloseTo(expected.get().loss(), within(1e-9));
        });
  }

  /** As many layers and candidates as networks have, far more than trying all could do. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void largeBanksAreSolvedAsByDynamicProgramming(int seed) {
    Random random = new Random(seed);
    FactorBank bank = Banks.random(random, 20, 120);
    int limit = 20 * 150;

    Selection found =
        new BudgetSolver(bank).leastLoss(Costs.UNLIMITED.withBytes(limit)).orElseThrow();

    assertThat(found.costs().bytes()).isLessThanOrEqualTo(limit);
    assertThat(found.loss()).isCloseTo(Banks.leastLossByBytes(bank, limit), within(1e-8));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void pruningLeavesABestSelection(int seed) {
    Random random = new Random(seed);
    FactorBank bank = Banks.random(random, 4, 8);
    Costs limits = Banks.limits(random, 4);
    Optional<Double> expected = Banks.best(bank, limits, Selection::loss).map(Selection::loss);

    assertThat(Banks.best(bank.pruned(), limits, Selection::loss).map(Selection::loss))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leastInstructionsAreThoseOfTryingAll(int seed) {
    Random random = new Random(seed);
    FactorBank bank = Banks.random(random, 4, 6);
    Costs limits = Banks.limits(random, 4).withInstructions(Long.MAX_VALUE);
    double loss = random.nextDouble() * 2;
    Optional<Selection> expected =
        Banks.best(
            bank,
            limits,
            s -> s.loss() <= loss ? s.costs().instructions() : Double.POSITIVE_INFINITY);

    Optional<Selection> found = new BudgetSolver(bank).leastInstructions(loss, limits);

    assertThat(found.isPresent()).isEqualTo(expected.isPresent() && expected.get().loss() <= loss);
    found.ifPresent(
        selection ->
            assertThat(selection.costs().instructions())
                .isEqualTo(expected.get().costs().instructions()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void smallestFeasibleValuesAreThoseOfTryingAll(int seed) {
    Random random = new Random(seed);
    FactorBank bank = Banks.random(random, 3, 6);
    Costs limits = Banks.limits(random, 3);
    BudgetSolver solver = new BudgetSolver(bank);

    assertThat(solver.smallestMultiplies(limits))
        .isEqualTo(smallest(bank, limits.withMultiplies(Long.MAX_VALUE), Costs::multiplies));
    assertThat(solver.smallestInstructions(limits))
        .isEqualTo(smallest(bank, limits.withInstructions(Long.MAX_VALUE), Costs::instructions));
    assertThat(solver.smallestParameters(limits))
        .isEqualTo(smallest(bank, limits.withParameters(Long.MAX_VALUE), Costs::parameters));
    assertThat(solver.smallestBytes(limits))
        .isEqualTo(smallest(bank, limits.withBytes(Long.MAX_VALUE), Costs::bytes));
    assertThat(solver.smallestRam(limits))
        .isEqualTo(smallest(bank, limits.withRam(Long.MAX_VALUE), Costs::ram));
  }

  private static OptionalLong smallest(
      FactorBank bank, Costs limits, java.util.function.ToLongFunction<Costs> cost) {
    return Banks.best(bank, limits, selection -> cost.applyAsLong(selection.costs()))
        .map(selection -> OptionalLong.of(cost.applyAsLong(selection.costs())))
        .orElse(OptionalLong.empty());
  }

  @Test
  void forbiddenSelectionsDoNotComeBack() {
    FactorBank bank = Banks.random(new Random(7), 3, 5);
    BudgetSolver solver = new BudgetSolver(bank);
    double last = 0;
    for (int i = 0; i < 10; i++) {
      Selection selection = solver.leastLoss(Costs.UNLIMITED.withMultiplies(2000)).orElseThrow();
      assertThat(selection.loss()).isGreaterThanOrEqualTo(last - 1e-9);
      last = selection.loss();
      solver.forbid(selection);
    }
    assertThat(last).isGreaterThan(0);
  }

  @Test
  void whereNothingLosesLayersStayAsFarAsTheLimitsAllow() {
    Candidate keep = Candidate.keep(new Costs(1000, 100, 100, 0));
    Candidate half = new Candidate(candidate(2, 0).choice(), new Costs(500, 50, 50, 0), 0);
    Candidate nothing = new Candidate(candidate(1, 0).choice(), new Costs(10, 1, 1, 0), 0);
    LayerCandidates layer = new LayerCandidates("a", java.util.List.of(nothing, half, keep));
    BudgetSolver solver =
        new BudgetSolver(new FactorBank(java.util.List.of(layer, layer), new Costs(0, 0, 0, 0)));

    assertThat(solver.leastLoss(Costs.UNLIMITED).orElseThrow().chosen())
        .containsExactly(keep, keep);
    assertThat(solver.leastLoss(Costs.UNLIMITED.withMultiplies(1500)).orElseThrow().chosen())
        .containsExactlyInAnyOrder(keep, half);
  }

  @Test
  void largeCountsAreComparedExactly() {
    Candidate keep = Candidate.keep(new Costs(3_000_000_001L, 10, 10, 0));
    Candidate other =
        new Candidate(
            new lowrank.network.RankPlan.Choice("svd", java.util.List.of(1)),
            new Costs(2_999_999_999L, 10, 10, 0),
            1);
    FactorBank bank =
        new FactorBank(
            java.util.List.of(new LayerCandidates("a", java.util.List.of(keep, other))),
            new Costs(0, 0, 0, 0));
    BudgetSolver solver = new BudgetSolver(bank);

    Costs limits = Costs.UNLIMITED.withMultiplies(3_000_000_000L);
    assertThat(solver.leastLoss(limits).orElseThrow().chosen()).containsExactly(other);
    assertThat(solver.leastLoss(limits.withMultiplies(3_000_000_001L)).orElseThrow().chosen())
        .containsExactly(keep);
  }

  @Test
  void instructionsAreLimitedAndMinimisedApartFromMultiplies() {
    Candidate keep = Candidate.keep(new Costs(1000, 10, 10, 0)).withInstructions(900);
    Candidate few = candidate(1, 500).withInstructions(1100);
    Candidate fast = candidate(2, 800).withInstructions(600);
    BudgetSolver solver =
        new BudgetSolver(
            new FactorBank(
                java.util.List.of(new LayerCandidates("a", java.util.List.of(keep, few, fast))),
                new Costs(0, 50, 0, 0, 0)));

    Costs limits = Costs.UNLIMITED.withInstructions(700);
    assertThat(solver.leastLoss(limits).orElseThrow().chosen()).containsExactly(fast);
    assertThat(solver.leastLoss(limits.withInstructions(649))).isEmpty();
    assertThat(solver.leastInstructions(9, Costs.UNLIMITED).orElseThrow().chosen())
        .containsExactly(fast);
    assertThat(solver.smallestInstructions(Costs.UNLIMITED)).hasValue(650);
    assertThat(solver.smallestMultiplies(Costs.UNLIMITED)).hasValue(500);
  }

  private static Candidate candidate(int rank, long multiplies) {
    return new Candidate(
        new lowrank.network.RankPlan.Choice("svd", java.util.List.of(rank)),
        new Costs(multiplies, 10, 10, 0),
        rank);
  }
}
