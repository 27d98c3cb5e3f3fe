package lowrank.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Comparator;
import java.util.List;
import lowrank.program.Program;

/**
 * The arena over time.
 *
 * @param steps names of the layers in the order in which they run
 * @param peakStep index of the first step during which most bytes are in use
 * @param banks the arenas, one for each bank of RAM that is used, one behind the other
 * @param places what lies in the arena, in the order in which it is first written
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PlanEntry(List<String> steps, int peakStep, List<Bank> banks, List<Place> places) {
  /** Copies the lists; a report of an earlier version has no banks. */
  public PlanEntry {
    steps = List.copyOf(steps);
    banks = banks == null ? List.of() : List.copyOf(banks);
    places = List.copyOf(places);
    if (peakStep < 0 || peakStep >= steps.size()) {
      throw new IllegalArgumentException("peak at step " + peakStep + " of " + steps.size());
    }
  }

  /**
   * An arena in a bank of RAM.
   *
   * @param name of the bank
   */
  public record Bank(String name, long bytes) {}

  /**
   * A stretch of the arena during some steps.
   *
   * @param values what lies there, one after the other
   * @param scratch whether it is working memory of the step called so
   * @param offset from the start of the first arena; of several the next follows the one before
   * @param first index of the step that first writes it; -1 for the network's input
   * @param last index of the last step that reads it; the number of steps for the output
   */
  public record Place(
      List<String> values, boolean scratch, long offset, long bytes, int first, int last) {
    /** Copies the list. */
    public Place {
      values = List.copyOf(values);
    }

    /** First byte behind it. */
    public long end() {
      return offset + bytes;
    }

    private boolean alive(int step) {
      return first <= step && step <= last;
    }
  }

  /** The plan of a program. */
  static PlanEntry of(Program program) {
    List<Place> places = PlaceList.of(program);
    int peak = 0;
    for (int step = 1; step < program.steps().size(); step++) {
      if (liveBytes(places, step) > liveBytes(places, peak)) {
        peak = step;
      }
    }
    return new PlanEntry(
        program.steps().stream().map(step -> step.layer().name()).toList(),
        peak,
        program.arenas().stream().map(arena -> new Bank(arena.bank(), arena.bytes())).toList(),
        places);
  }

  /** Bytes in use while a step runs; those that an output and its input share count once. */
  public long liveBytes(int step) {
    return liveBytes(places, step);
  }

  private static long liveBytes(List<Place> places, int step) {
    List<Place> alive =
        places.stream()
            .filter(place -> place.alive(step))
            .sorted(Comparator.comparingLong(Place::offset))
            .toList();
    long sum = 0;
    long end = 0;
    for (Place place : alive) {
      sum += Math.max(0, place.end() - Math.max(end, place.offset()));
      end = Math.max(end, place.end());
    }
    return sum;
  }

  /** Name of the layer during which most bytes are in use. */
  public String peakLayer() {
    return steps.get(peakStep);
  }
}
