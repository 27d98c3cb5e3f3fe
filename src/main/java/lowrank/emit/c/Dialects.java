package lowrank.emit.c;

import java.util.List;
import java.util.Optional;
import lowrank.emit.c.dsp.DspDialect;
import lowrank.emit.c.mve.MveDialect;
import lowrank.emit.c.scalar.ScalarDialect;
import lowrank.kernel.Kernel;
import lowrank.target.Target;

/** The table of dialects, the most special first. */
final class Dialects {
  private static final List<Dialect> ALL =
      List.of(
          MveDialect.dialect(),
          DspDialect.small(),
          DspDialect.wide(),
          DspDialect.dialect(),
          ScalarDialect.unsigned(),
          ScalarDialect.dialect());

  private Dialects() {}

  /** The form that prints a kernel for a target; empty if the portable C does. */
  static Optional<KernelForm> form(Kernel kernel, Target target) {
    return ALL.stream()
        .filter(dialect -> dialect.serves().test(target))
        .flatMap(dialect -> dialect.form(kernel).stream())
        .findFirst();
  }
}
