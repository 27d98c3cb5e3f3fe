package lowrank.emit.c.scalar;

import java.util.List;
import java.util.Optional;
import lowrank.emit.c.Dialect;
import lowrank.emit.c.FoldedAdd;
import lowrank.emit.c.PoolForm;
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
            new PackedForm(),
            new DepthwiseForm(),
            FoldedAdd.form(PackedModel::scaling, Optional.empty()),
            new PoolForm(4, "scalar", List.of())));
  }

  /**
   * Kernels that gain where single bytes are loaded best without a sign, as on the cores that load
   * words from no other than their own addresses; the rest is the main dialect's.
   */
  public static Dialect unsigned() {
    return new Dialect(
        "scalar",
        target -> serves(target) && !target.has("unaligned-access"),
        List.of(new DenseForm()));
  }

  private static boolean serves(Target target) {
    return !target.host() && !target.has("dsp") && !target.has("mve");
  }
}
