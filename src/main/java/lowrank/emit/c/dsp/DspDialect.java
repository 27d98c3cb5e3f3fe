package lowrank.emit.c.dsp;

import java.util.List;
import java.util.Optional;
import lowrank.emit.c.Dialect;
import lowrank.emit.c.FoldedAdd;
import lowrank.emit.c.PoolForm;
import lowrank.emit.c.dsp.SharedFunction.Kind;
import lowrank.target.Target;

/** The dialect of Armv7E-M's DSP extension. */
public final class DspDialect {
  private DspDialect() {}

  /** Its forms. */
  public static Dialect dialect() {
    return new Dialect(
        "dsp",
        target -> target.has("dsp"),
        List.of(
            new ColumnsForm(Kind.BALANCED),
            new PixelsForm(),
            new PairsForm(),
            new DepthwiseForm(),
            FoldedAdd.form(SharedFunction::scaling, Optional.of("dsp/upper.c.ftl")),
            new PoolForm(4, "dsp", List.of("config"))));
  }

  /** The same with loops that are not written out. */
  public static Dialect small() {
    return wishing(Target.SMALL_CODE, Kind.SMALL);
  }

  /** The same with weights of 16 bits, which need not be extended. */
  public static Dialect wide() {
    return wishing(Target.WIDE_WEIGHTS, Kind.WIDE);
  }

  /** Kernels whose convolutions are of another kind; the rest is the main dialect's. */
  private static Dialect wishing(String wish, Kind kind) {
    return new Dialect(
        "dsp", target -> target.has("dsp") && target.has(wish), List.of(new ColumnsForm(kind)));
  }
}
