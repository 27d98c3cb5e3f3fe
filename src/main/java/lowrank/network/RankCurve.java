package lowrank.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one method can make of one layer: how far the ranks may go, the singular values behind them,
 * and what every step costs.
 *
 * @param layer name in the network
 * @param method the decomposition that would be applied
 * @param limits largest rank in each position of the method's rank list; the smallest is 1
 * @param spectra singular values of the unfoldings from which ranks are estimated: one for each
 *     rank, or several for a single rank (the largest estimate counts)
 * @param ladder rank lists from all ones to {@code limits}; each step raises one rank by one, so
 *     that a search over several ranks is a search over one number
 * @param multiplies of the layer itself for one inference
 * @param bytes of the layer itself, as {@code WeightedOperator.storedBytes} counts
 */
public record RankCurve(
    String layer,
    String method,
    List<Integer> limits,
    List<Spectrum> spectra,
    List<Step> ladder,
    long multiplies,
    long bytes) {
  /** Copies the lists and checks that spectra fit the ranks. */
  public RankCurve {
    limits = List.copyOf(limits);
    spectra = List.copyOf(spectra);
    ladder = List.copyOf(ladder);
    if (limits.isEmpty() || (limits.size() != 1 && limits.size() != spectra.size())) {
      throw new IllegalArgumentException(
          layer + ": " + limits.size() + " ranks, " + spectra.size() + " spectra");
    }
  }

  /**
   * Singular values of one unfolding of a kernel.
   *
   * @param unfolding which one, e.g. {@code S} for input channels against all else
   * @param rows of the unfolded matrix
   * @param columns of the unfolded matrix
   * @param singularValues all min(rows, columns), descending, not negative
   */
  public record Spectrum(String unfolding, int rows, int columns, List<Double> singularValues) {
    /** Copies the list and checks its length. */
    public Spectrum {
      singularValues = List.copyOf(singularValues);
      if (singularValues.size() != Math.min(rows, columns)) {
        throw new IllegalArgumentException(
            singularValues.size() + " singular values of a " + rows + "x" + columns + " matrix");
      }
    }

    /** Singular value {@code index}, 0-based; 0 beyond the last. */
    public double singularValue(int index) {
      return index < singularValues.size() ? singularValues.get(index) : 0;
    }

    /** Sum of all squared singular values: the kernel's squared Frobenius norm. */
    public double energy() {
      return singularValues.stream().mapToDouble(value -> value * value).sum();
    }
  }

  /**
   * One choice of ranks and its exact cost over the whole factor chain.
   *
   * @param multiplies for one inference
   * @param bytes as {@code WeightedOperator.storedBytes} counts
   */
  public record Step(List<Integer> ranks, long multiplies, long bytes) {
    /** Copies the list. */
    public Step {
      ranks = List.copyOf(ranks);
    }
  }

  /** Number of steps, from the ladder's foot, whose chain multiplies less than the layer. */
  public int savingSteps() {
    int steps = 0;
    while (steps < ladder.size() && ladder.get(steps).multiplies() < multiplies) {
      steps++;
    }
    return steps;
  }

  /** Break-even: the last step that still multiplies less than the layer; empty if none does. */
  public Optional<Step> lastSavingMultiplies() {
    int steps = savingSteps();
    return steps == 0 ? Optional.empty() : Optional.of(ladder.get(steps - 1));
  }

  /** Break-even: the last step that still takes fewer bytes; empty if none does. */
  public Optional<Step> lastSavingBytes() {
    Step last = null;
    for (Step step : ladder) {
      last = step.bytes() < bytes ? step : last;
    }
    return Optional.ofNullable(last);
  }

  /**
   * Ranks from one estimate for each spectrum: in place where every rank has its spectrum, else the
   * largest; limited to 1 and the method's limits.
   */
  public List<Integer> ranksFrom(List<Integer> estimates) {
    List<Integer> ranks = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      int estimate =
          limits.size() == spectra.size()
              ? estimates.get(i)
              : estimates.stream().mapToInt(Integer::intValue).max().orElse(1);
      ranks.add(Math.max(1, Math.min(limits.get(i), estimate)));
    }
    return ranks;
  }

  /** The decision to decompose this layer with the given ranks. */
  public RankPlan.Choice choice(List<Integer> ranks) {
    return new RankPlan.Choice(method, ranks);
  }
}
