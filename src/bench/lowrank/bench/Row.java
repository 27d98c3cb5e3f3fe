package lowrank.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
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
 * @param compared instructions of what peers have a figure for: the model, or layers of it
 * @param peer the best peer's instructions for the same; empty if there are none
 */
record Row(
    String core,
    String model,
    long multiplies,
    Histogram executed,
    TouchedMemory memory,
    Optional<ImageSize> image,
    long compared,
    OptionalLong peer) {
  static final String HEADER =
      "core,model,multiplies,instructions,cycles,multiplies executed,multiply instructions,"
          + "words loaded,load instructions,words stored,store instructions,branches taken,"
          + "branches not taken,divides,others,code,weights,stack needed,stack touched,arena,"
          + "arena touched,compared,best peer,ratio";

  /** Instructions over the best peer's; empty without a peer. */
  Optional<Double> ratio() {
    return peer.isPresent() ? Optional.of((double) compared / peer.getAsLong()) : Optional.empty();
  }

  /** Whether the ratio is of the whole model, not of some of its layers. */
  boolean comparedWhole() {
    return peer.isPresent() && compared == executed.instructions();
  }

  String csv() {
    List<Object> cells =
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
            memory.arena(),
            peer.isPresent() ? compared : "",
            peer.isPresent() ? peer.getAsLong() : "",
            ratio().map(Row::three).orElse(""));
    return cells.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The most telling figures on one line. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%-10s  %-26s  %,12d instructions %s %,12d cycles  x%s  %s%s%s",
        core,
        model,
        executed.instructions(),
        ratio().map(ratio -> "(" + three(ratio) + ")").orElse("       "),
        executed.cycles(),
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
