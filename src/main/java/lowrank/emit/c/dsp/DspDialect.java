package lowrank.emit.c.dsp;

import java.util.List;
import lowrank.emit.c.Dialect;

/** The dialect of Armv7E-M's DSP extension. */
public final class DspDialect {
  private DspDialect() {}

  /** Its forms. */
  public static Dialect dialect() {
    return new Dialect(
        "dsp",
        target -> target.has("dsp"),
        List.of(new ColumnsForm(), new PixelsForm(), new DepthwiseForm()));
  }
}
