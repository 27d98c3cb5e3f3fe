package lowrank.emit.c.mve;

import java.util.List;
import lowrank.emit.c.Dialect;
import lowrank.emit.c.PoolForm;

/** The dialect of Armv8.1-M's vector extension. */
public final class MveDialect {
  private MveDialect() {}

  /** Its forms. */
  public static Dialect dialect() {
    return new Dialect(
        "mve",
        target -> target.has("mve"),
        List.of(
            new BlocksForm(),
            new PixelsForm(),
            new DepthwiseForm(),
            new AddForm(),
            new PoolForm(1, "mve", List.of("config"))));
  }
}
