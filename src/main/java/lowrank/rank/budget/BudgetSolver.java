package lowrank.rank.budget;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the best selections of a bank, each proven to be the best. Memory needs no knapsack row:
 * what is alive while a layer computes depends on that layer's choice alone, so that candidates
 * beyond the limit are simply not there.
 */
public final class BudgetSolver {
  /** Losses are integers to the solver: this share of the largest one is its unit. */
  private static final double RESOLUTION = 1e-10;

  /** What counts as saved among equal losses, together. */
  private static final List<ToLongFunction<Costs>> SAVED = List.of(Costs::multiplies, Costs::bytes);

  /** Savings are told in thousandths of the most that a candidate of the layer takes. */
  private static final int WHOLE = 1000;

  private final FactorBank bank;
  private final List<Selection> forbidden = new ArrayList<>();

  /** A solver that never gives back one of the selections forbidden later on. */
  public BudgetSolver(FactorBank bank) {
    this.bank = bank;
  }

  /** Excludes a selection that turned out to break a limit after all. */
  public void forbid(Selection selection) {
    forbidden.add(selection);
  }

  /**
   * The selection within the limits whose predicted loss is the least; empty if there is none. Of
   * several it is the one that saves the least: where a network is so sure that no single layer's
   * error shows, layers stay as they are rather than become anything at all.
   */
  public Optional<Selection> leastLoss(Costs limits) {
    double unit = largestLoss() * RESOLUTION;
    Map<Candidate, Long> savings = new IdentityHashMap<>();
    for (LayerCandidates layer : bank.layers()) {
      for (ToLongFunction<Costs> cost : SAVED) {
        long most =
            layer.candidates().stream().mapToLong(c -> cost.applyAsLong(c.costs())).max().orElse(0);
        layer
            .candidates()
            .forEach(c -> savings.merge(c, saved(cost.applyAsLong(c.costs()), most), Long::sum));
      }
    }
    long more = 1 + (long) SAVED.size() * WHOLE * bank.layers().size();
    return solve(
        c -> Math.round(c.loss() / unit) * more + savings.get(c), rows(limits), limits.ram());
  }

  private static long saved(long cost, long most) {
    return most == 0 ? 0 : Math.round(WHOLE * (1 - (double) cost / most));
  }

  /** The cheapest selection in instructions with at most that predicted loss; empty if none. */
  public Optional<Selection> leastInstructions(double loss, Costs limits) {
    double unit = largestLoss() * RESOLUTION;
    List<Row> rows = new ArrayList<>(rows(limits));
    rows.add(new Row(c -> (long) Math.ceil(c.loss() / unit), (long) Math.floor(loss / unit)));
    return solve(c -> c.costs().instructions(), rows, limits.ram());
  }

  /** The least multiplies that the other limits leave; empty if they cannot be met at all. */
  public OptionalLong smallestMultiplies(Costs limits) {
    return cheapest(Costs::multiplies, limits.withMultiplies(Long.MAX_VALUE))
        .map(selection -> OptionalLong.of(selection.costs().multiplies()))
        .orElse(OptionalLong.empty());
  }

  /** The least instructions that the other limits leave; empty if they cannot be met at all. */
  public OptionalLong smallestInstructions(Costs limits) {
    return cheapest(Costs::instructions, limits.withInstructions(Long.MAX_VALUE))
        .map(selection -> OptionalLong.of(selection.costs().instructions()))
        .orElse(OptionalLong.empty());
  }

  /** The fewest weights and biases that the other limits leave; empty if they cannot be met. */
  public OptionalLong smallestParameters(Costs limits) {
    return cheapest(Costs::parameters, limits.withParameters(Long.MAX_VALUE))
        .map(selection -> OptionalLong.of(selection.costs().parameters()))
        .orElse(OptionalLong.empty());
  }

  /** The least bytes that the other limits leave; empty if they cannot be met at all. */
  public OptionalLong smallestBytes(Costs limits) {
    return fewestBytes(limits)
        .map(selection -> OptionalLong.of(selection.costs().bytes()))
        .orElse(OptionalLong.empty());
  }

  /** The selection with the fewest bytes within the other limits; empty if there is none. */
  public Optional<Selection> fewestBytes(Costs limits) {
    return cheapest(Costs::bytes, limits.withBytes(Long.MAX_VALUE));
  }

  /** The least memory that the other limits leave; empty if they cannot be met at all. */
  public OptionalLong smallestRam(Costs limits) {
    TreeSet<Long> needs = new TreeSet<>();
    needs.add(bank.fixed().ram());
    bank.layers().forEach(layer -> layer.candidates().forEach(c -> needs.add(c.costs().ram())));
    for (long need : needs) {
      if (cheapest(Costs::bytes, limits.withRam(need)).isPresent()) {
        return OptionalLong.of(need);
      }
    }
    return OptionalLong.empty();
  }

  /** The selection with the fewest bytes among those with {@link #smallestRam}. */
  public Optional<Selection> fewestBytesInSmallestRam(Costs limits) {
    OptionalLong ram = smallestRam(limits);
    return ram.isEmpty() ? Optional.empty() : fewestBytes(limits.withRam(ram.getAsLong()));
  }

  private Optional<Selection> cheapest(ToLongFunction<Costs> value, Costs limits) {
    return solve(c -> value.applyAsLong(c.costs()), rows(limits), limits.ram());
  }

  /**
   * A sum over the chosen candidates that is limited.
   *
   * @param limit of what the layers may add up to; {@link Long#MAX_VALUE} for none
   */
  private record Row(ToLongFunction<Candidate> weight, long limit) {}

  /** Everything that adds up, less what the rest of the network takes of it. */
  private List<Row> rows(Costs limits) {
    return Stream.<ToLongFunction<Costs>>of(
            Costs::multiplies, Costs::instructions, Costs::parameters, Costs::bytes)
        .map(
            cost -> {
              long limit = cost.applyAsLong(limits);
              long rest = limit == Long.MAX_VALUE ? limit : limit - cost.applyAsLong(bank.fixed());
              return new Row(candidate -> cost.applyAsLong(candidate.costs()), rest);
            })
        .toList();
  }

  private double largestLoss() {
    double largest =
        bank.layers().stream()
            .flatMap(layer -> layer.candidates().stream())
            .mapToDouble(Candidate::loss)
            .max()
            .orElse(0);
    return largest > 0 ? largest : 1;
  }

  private Optional<Selection> solve(ToLongFunction<Candidate> value, List<Row> rows, long ram) {
    if (bank.fixed().ram() > ram || rows.stream().anyMatch(row -> row.limit() < 0)) {
      return Optional.empty();
    }
    List<int[]> places = new ArrayList<>();
    List<List<Knapsack.Item>> classes = new ArrayList<>();
    for (LayerCandidates layer : bank.layers()) {
      List<Candidate> all = layer.candidates();
      int[] fitting =
          IntStream.range(0, all.size()).filter(i -> all.get(i).costs().ram() <= ram).toArray();
      if (fitting.length == 0) {
        return Optional.empty();
      }
      places.add(fitting);
      classes.add(
          java.util.Arrays.stream(fitting)
              .mapToObj(all::get)
              .map(c -> new Knapsack.Item(value.applyAsLong(c), weights(rows, c)))
              .toList());
    }
    long[] limits = rows.stream().mapToLong(Row::limit).toArray();
    return new Knapsack(classes, limits, excluded(places))
        .solve()
        .map(
            indices -> {
              int[] original = new int[indices.length];
              for (int i = 0; i < indices.length; i++) {
                original[i] = places.get(i)[indices[i]];
              }
              return Selection.of(bank, original);
            });
  }

  private static List<Long> weights(List<Row> rows, Candidate candidate) {
    return rows.stream().map(row -> row.weight().applyAsLong(candidate)).toList();
  }

  /** Forbidden selections by the indices of those candidates that fit. */
  private List<int[]> excluded(List<int[]> places) {
    List<int[]> excluded = new ArrayList<>();
    for (Selection selection : forbidden) {
      int[] indices = new int[places.size()];
      boolean possible = true;
      for (int i = 0; i < indices.length; i++) {
        int wanted = bank.layers().get(i).candidates().indexOf(selection.chosen().get(i));
        indices[i] = java.util.Arrays.binarySearch(places.get(i), wanted);
        possible &= indices[i] >= 0;
      }
      if (possible) {
        excluded.add(indices);
      }
    }
    return excluded;
  }
}
