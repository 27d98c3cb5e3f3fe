package lowrank.verify.trace;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Executed instructions by class.
 *
 * @param instructions of all classes
 * @param multiplies by their lanes: an instruction that forms two products stands under 2
 * @param loads by the 32-bit words that each of them reads; narrower ones stand under 1
 * @param stores likewise
 * @param taken instructions behind which the execution went on elsewhere: branches, calls, returns
 * @param notTaken branches that were not taken
 * @param other additions, logic, moves
 * @param unknown instructions that no rule knows
 * @param cycles estimated from the core's timings
 */
public record Histogram(
    long instructions,
    SortedMap<Integer, Long> multiplies,
    SortedMap<Integer, Long> loads,
    SortedMap<Integer, Long> stores,
    long divides,
    long taken,
    long notTaken,
    long other,
    long unknown,
    long cycles) {
  /** Copies the maps. */
  public Histogram {
    multiplies = copy(multiplies);
    loads = copy(loads);
    stores = copy(stores);
  }

  private static SortedMap<Integer, Long> copy(SortedMap<Integer, Long> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** Products formed: every multiply times its lanes. */
  public long products() {
    return weighted(multiplies);
  }

  /** 32-bit words read. */
  public long wordsLoaded() {
    return weighted(loads);
  }

  /** 32-bit words written. */
  public long wordsStored() {
    return weighted(stores);
  }

  /** What remains without a part of the executed instructions. */
  public Histogram minus(Histogram part) {
    return new Histogram(
        instructions - part.instructions,
        difference(multiplies, part.multiplies),
        difference(loads, part.loads),
        difference(stores, part.stores),
        divides - part.divides,
        taken - part.taken,
        notTaken - part.notTaken,
        other - part.other,
        unknown - part.unknown,
        cycles - part.cycles);
  }

  private static SortedMap<Integer, Long> difference(
      SortedMap<Integer, Long> counts, SortedMap<Integer, Long> part) {
    SortedMap<Integer, Long> rest = new TreeMap<>(counts);
    part.forEach((amount, count) -> rest.merge(amount, -count, Long::sum));
    rest.values().removeIf(count -> count == 0);
    return rest;
  }

  private static long weighted(SortedMap<Integer, Long> counts) {
    return counts.entrySet().stream().mapToLong(e -> e.getKey() * e.getValue()).sum();
  }
}
