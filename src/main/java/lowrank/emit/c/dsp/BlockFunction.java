package lowrank.emit.c.dsp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.Section;
import lowrank.emit.c.dsp.SharedFunction.Kind;

/**
 * The function that layers share which makes the sums of four pixels from strips, for one number of
 * taps and one way of scaling.
 *
 * @param shared its name and what scaling needs
 * @param scale that way
 * @param taps of a turn, from the last: positions of the strip that the first pixel reads
 * @param positions of a strip
 * @param turns written out one behind the other, each of all taps
 * @param skips whether the first turns are jumped over where turns are no multiple of that
 * @param turnBytes bytes of the instructions of a turn
 */
public record BlockFunction(
    SharedFunction shared,
    FoldedScale scale,
    List<Integer> taps,
    int positions,
    int turns,
    boolean skips,
    int turnBytes) {
  /** Instructions of 16 products are 13 of 4 bytes, 11 where weights need no extension. */
  private static final int BYTES = 52;

  private static final int WIDE_BYTES = 44;

  /** Taps that are written out at most: loops cost less than a thirtieth of the products. */
  private static final int MOST = 12;

  static BlockFunction of(Strip strip, FoldedScale scale, Kind kind) {
    int taps = strip.taps();
    int turns = kind.small() ? Math.max(1, 2 / taps) : taps == 1 ? 8 : Math.max(2, MOST / taps);
    String stem = (kind.wide() ? "wide_block" : "block") + (taps == 1 ? "" : "_" + taps);
    return new BlockFunction(
        SharedFunction.of(stem, scale, kind),
        scale,
        IntStream.range(0, taps).boxed().sorted(Comparator.reverseOrder()).toList(),
        strip.positions(),
        turns,
        turns > 2,
        taps * (kind.wide() ? WIDE_BYTES : BYTES));
  }

  /** Sections in their order, this function at last. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>(SharedFunction.scaling(scale));
    sections.add(new Section("dsp/lanes.c.ftl", ""));
    sections.add(new Section("dsp/dual.c.ftl", ""));
    sections.add(new Section("dsp/block.c.ftl", this));
    return sections;
  }
}
