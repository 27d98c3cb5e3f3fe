package lowrank.emit.c.scalar;

import java.util.List;
import lowrank.emit.c.Dialect;
import lowrank.emit.c.FoldedAdd;
import lowrank.target.Target;

/** The dialect of cores without vectors: Armv6-M, Armv7-M, RV32IM, Xtensa. */
public final class ScalarDialect {
  private ScalarDialect() {}

  /** Its forms. */
  public static Dialect dialect() {
    return new Dialect(
        "scalar",
        ScalarDialect::serves,
        List.of(
            new PackedForm(), new DepthwiseForm(), FoldedAdd.form(PackedModel::scaling, false)));
  }

  private static boolean serves(Target target) {
    return !target.isa().equals("host") && !target.has("dsp") && !target.has("mve");
  }
}
