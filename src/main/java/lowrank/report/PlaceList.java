package lowrank.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lowrank.program.Buffer;
import lowrank.program.Program;
import lowrank.program.Step;

/** Collects which values a program puts into which buffer. */
final class PlaceList {
  private final Program program;
  private final Map<Buffer, Content> contents = new LinkedHashMap<>();

  private PlaceList(Program program) {
    this.program = program;
  }

  /** The buffers in the order in which they are first written. */
  static List<PlanEntry.Place> of(Program program) {
    PlaceList list = new PlaceList(program);
    list.add(program.input(), program.network().input(), false);
    for (Step step : program.steps()) {
      list.add(step.output(), step.layer().name(), false);
      step.scratch().ifPresent(buffer -> list.add(buffer, step.layer().name(), true));
    }
    return list.places();
  }

  /** What lies in a buffer, one value after the other. */
  private record Content(Set<String> values, boolean scratch) {}

  private void add(Buffer buffer, String value, boolean scratch) {
    contents
        .computeIfAbsent(buffer, b -> new Content(new LinkedHashSet<>(), scratch))
        .values()
        .add(value);
  }

  private List<PlanEntry.Place> places() {
    List<PlanEntry.Place> places = new ArrayList<>();
    contents.forEach(
        (buffer, content) ->
            places.add(
                new PlanEntry.Place(
                    List.copyOf(content.values()),
                    content.scratch(),
                    start(buffer.bank()) + buffer.offset(),
                    buffer.bytes(),
                    buffer.first(),
                    buffer.last())));
    return places;
  }

  private long start(int arena) {
    return program.arenas().subList(0, arena).stream().mapToLong(Program.Arena::bytes).sum();
  }
}
