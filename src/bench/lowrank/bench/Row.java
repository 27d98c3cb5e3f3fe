package lowrank.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import lowrank.verify.ImageSize;
import lowrank.verify.TouchedMemory;
import lowrank.verify.trace.Histogram;

/**
 * What was measured of one model on one core.
 *
 * @param multiplies by formula, padding counted
 * @param arenaBytes as planned
 * @param image empty if it was not asked for
 * @param instructions beside the best peer's
 * @param cycles estimated, beside the best peer's
 */
record Row(
    String core,
    String model,
    long multiplies,
    Histogram executed,
    TouchedMemory memory,
    Optional<ImageSize> image,
    Comparison instructions,
    Comparison cycles) {
  static final String HEADER =
      "core,model,multiplies,instructions,cycles,multiplies executed,multiply instructions,"
          + "words loaded,load instructions,words stored,store instructions,branches taken,"
          + "branches not taken,divides,others,code,weights,stack needed,stack touched,arena,"
          + "arena touched,compared,best peer,ratio,cycles compared,best peer's cycles,"
          + "ratio of cycles";

  String csv() {
    List<Object> cells = new ArrayList<>();
    cells.addAll(
        List.of(
            core,
            model,
            multiplies,
            executed.instructions(),
            executed.cycles(),
            executed.products(),
            counts(executed.multiplies()),
            executed.wordsLoaded(),
            counts(executed.loads()),
            executed.wordsStored(),
            counts(executed.stores()),
            executed.taken(),
            executed.notTaken(),
            executed.divides(),
            executed.other() + executed.unknown(),
            image.map(size -> String.valueOf(size.codeBytes())).orElse(""),
            image.map(size -> String.valueOf(size.constantBytes())).orElse(""),
            image.map(size -> String.valueOf(size.stackBytes())).orElse(""),
            memory.stack().map(String::valueOf).orElse(""),
            memory.arenaBytes(),
            memory.arena()));
    cells.addAll(instructions.cells());
    cells.addAll(cycles.cells());
    return cells.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The most telling figures on one line. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%-10s  %-26s  %,12d instructions %7s %,12d cycles %7s  x%s  %s%s%s",
        core,
        model,
        executed.instructions(),
        instructions.text(),
        executed.cycles(),
        cycles.text(),
        counts(executed.multiplies()),
        memory,
        image.map(i -> ", code " + i.codeBytes() + ", weights " + i.constantBytes()).orElse(""),
        executed.unknown() == 0 ? "" : ", UNKNOWN INSTRUCTIONS " + executed.unknown());
  }

  /** {@code 96x1 512x2}: how many instructions of how many products or words each. */
  private static String counts(SortedMap<Integer, Long> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getValue() + "x" + entry.getKey())
        .collect(Collectors.joining(" "));
  }

  static String three(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
