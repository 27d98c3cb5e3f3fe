package lowrank.emit.c.dsp;

import java.util.List;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.Section;

/**
 * A function that several layers share, for one way of scaling.
 *
 * @param function its name behind the prefix
 * @param scale the scaling function's name
 * @param parameters declarations of what scaling needs from the layer
 * @param arguments the same, passed on
 * @param kind how loops and weights are written
 */
public record SharedFunction(
    String function, String scale, String parameters, String arguments, Kind kind) {
  /**
   * How a function's loops and weights are written.
   *
   * @param small whether no long loop is written out
   * @param wide whether weights are 16-bit pairs
   */
  public record Kind(boolean small, boolean wide) {
    static final Kind BALANCED = new Kind(false, false);
    static final Kind SMALL = new Kind(true, false);
    static final Kind WIDE = new Kind(false, true);
  }

  /** The function that saturates what was scaled to the {@code bits} of an output. */
  public record Saturation(int bits) {
    static Saturation of(FoldedScale scale) {
      return new Saturation(scale.bits());
    }

    /** Its name behind the prefix. */
    public String function() {
      return "saturated_half" + (bits == 8 ? "" : "_" + bits);
    }
  }

  static SharedFunction of(String stem, FoldedScale scale) {
    return of(stem, scale, Kind.BALANCED);
  }

  static SharedFunction of(String stem, FoldedScale scale, Kind kind) {
    return new SharedFunction(
        stem + "_" + scale.suffix(), scale.name(), scale.parameters(), scale.passedOn(), kind);
  }

  /** The scaling function and what it calls. */
  static List<Section> scaling(FoldedScale scale) {
    return List.of(
        new Section("dsp/config.c.ftl", ""),
        new Section("dsp/saturate.c.ftl", Saturation.of(scale)),
        new Section("dsp/scale.c.ftl", scale));
  }
}
