package lowrank.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lowrank.program.Buffer;
import lowrank.program.Program;
import lowrank.program.Step;

/**
 * The arena over time.
 *
 * @param steps names of the layers in the order in which they run
 * @param peakStep index of the step during which most bytes are in use
 * @param places what lies in the arena, in the order in which it is first written
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PlanEntry(List<String> steps, int peakStep, List<Place> places) {
  /** Copies the lists. */
  public PlanEntry {
    steps = List.copyOf(steps);
    places = List.copyOf(places);
    if (peakStep < 0 || peakStep >= steps.size()) {
      throw new IllegalArgumentException("peak at step " + peakStep + " of " + steps.size());
    }
  }

  /**
   * A stretch of the arena during some steps.
   *
   * @param value the first value that lies there; later ones may take its place
   * @param scratch whether it is working memory of the step called so
   * @param first index of the step that first writes it; -1 for the network's input
   * @param last index of the last step that reads it; the number of steps for the output
   */
  public record Place(
      String value, boolean scratch, long offset, long bytes, int first, int last) {}

  /** The plan of a program. */
  static PlanEntry of(Program program) {
    List<Place> places = new ArrayList<>();
    Set<Buffer> known = new HashSet<>();
    add(places, known, program.network().input(), false, program.input());
    for (Step step : program.steps()) {
      add(places, known, step.layer().name(), false, step.output());
      step.scratch().ifPresent(buffer -> add(places, known, step.layer().name(), true, buffer));
    }
    List<String> steps = program.steps().stream().map(step -> step.layer().name()).toList();
    int peak = 0;
    for (int step = 1; step < steps.size(); step++) {
      if (liveBytes(places, step) > liveBytes(places, peak)) {
        peak = step;
      }
    }
    return new PlanEntry(steps, peak, places);
  }

  private static void add(
      List<Place> places, Set<Buffer> known, String value, boolean scratch, Buffer buffer) {
    if (known.add(buffer)) {
      places.add(
          new Place(
              value, scratch, buffer.offset(), buffer.bytes(), buffer.first(), buffer.last()));
    }
  }

  /** Bytes in use while a step runs. */
  public long liveBytes(int step) {
    return liveBytes(places, step);
  }

  private static long liveBytes(List<Place> places, int step) {
    return places.stream()
        .filter(place -> place.first() <= step && step <= place.last())
        .mapToLong(Place::bytes)
        .sum();
  }

  /** Name of the layer during which most bytes are in use. */
  public String peakLayer() {
    return steps.get(peakStep);
  }
}
