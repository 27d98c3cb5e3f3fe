package lowrank.verify;

/** The generated sources do not build or do not run to their end; the message is one line. */
public final class RunFailure extends Exception {
  private static final long serialVersionUID = 1;

  /** What is known besides the message. */
  private enum Kind {
    PLAIN,
    LOCATED,
    TOO_LARGE
  }

  private final Kind kind;

  private RunFailure(String message, Kind kind) {
    super(message);
    this.kind = kind;
  }

  /** A failure whose message says all that is known. */
  static RunFailure of(String message) {
    return new RunFailure(message, Kind.PLAIN);
  }

  /** A failure while a tensor was computed: the one behind those that were written. */
  static RunFailure inTensor(String message) {
    return new RunFailure(message, Kind.LOCATED);
  }

  /** Whether the outputs tell how far the run came. */
  boolean located() {
    return kind == Kind.LOCATED;
  }

  /** The emulated machine's memory does not hold the program; the message says by how much. */
  static RunFailure tooLarge(String message) {
    return new RunFailure(message, Kind.TOO_LARGE);
  }

  /** Whether the program could not be tried for want of memory. */
  boolean tooLarge() {
    return kind == Kind.TOO_LARGE;
  }
}
