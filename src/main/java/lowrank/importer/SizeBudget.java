package lowrank.importer;

import java.util.Locale;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/**
 * What a model may ask for, far beyond any microcontroller and small enough to compute with here.
 * The importers ask before they make room, so that a small file cannot claim a large memory.
 */
public final class SizeBudget {
  /** Elements of one activation. */
  public static final int ACTIVATION = 1 << 24;

  /** Nodes of the graph. */
  private static final int NODES = 10_000;

  /** Elements of all activations. */
  private static final long ACTIVATIONS = 1L << 27;

  /** Elements of all constants, whether the file holds them or they are computed from those. */
  private static final long CONSTANTS = 1L << 28;

  /** Multiplies of one inference. */
  private static final long MULTIPLIES = 1L << 36;

  private final String file;
  private long activations;
  private long constants;
  private long multiplies;

  /**
   * Nothing asked for yet.
   *
   * @param file for messages
   */
  public SizeBudget(String file) {
    this.file = file;
  }

  /**
   * Checks the size of a graph.
   *
   * @throws CompileException MODEL_TOO_LARGE
   */
  public static void checkNodes(String file, int nodes) {
    check(file, nodes, NODES, "nodes");
  }

  /**
   * Adds a layer.
   *
   * @param elements of its output
   * @throws CompileException MODEL_TOO_LARGE
   */
  public void layer(long elements, long itsMultiplies) {
    activations += elements;
    multiplies += itsMultiplies;
    check(file, activations, ACTIVATIONS, "elements of activations");
    check(file, multiplies, MULTIPLIES, "multiplies");
  }

  /**
   * Adds a constant.
   *
   * @throws CompileException MODEL_TOO_LARGE
   */
  public void constant(long elements) {
    constants += elements;
    check(file, constants, CONSTANTS, "elements of constants");
  }

  private static void check(String file, long count, long limit, String what) {
    if (count > limit) {
      String text = String.format(Locale.ROOT, "more than %,d %s", limit, what);
      throw new CompileException(Fault.MODEL_TOO_LARGE, file, text);
    }
  }
}
