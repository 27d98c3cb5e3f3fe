package lowrank.emit.c.dsp;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.emit.c.PixelBlocks;

/**
 * The function that extends positions.
 *
 * @param pairs first of two positions that are extended together, the last first
 * @param single whether a last position is alone
 * @param offsets assembler text of where each position lies from the first
 * @param three whether three steps are in a register; likewise five and seven
 */
public record Extension(
    int positions,
    boolean four,
    List<Integer> pairs,
    boolean single,
    List<String> offsets,
    boolean three,
    boolean five,
    boolean seven) {
  static Extension of(int positions) {
    List<String> offsets =
        List.of(
            "",
            ", %[step]",
            ", %[step], lsl #1",
            ", %[three]",
            ", %[step], lsl #2",
            ", %[five]",
            ", %[three], lsl #1",
            ", %[seven]");
    return new Extension(
        positions,
        positions == PixelBlocks.SIZE,
        IntStream.range(0, positions / 2)
            .map(i -> 2 * i)
            .boxed()
            .sorted(Comparator.reverseOrder())
            .toList(),
        positions % 2 == 1,
        offsets,
        positions > 3,
        positions > 5,
        positions > 7);
  }
}
