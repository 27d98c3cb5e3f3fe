package lowrank.verify;

/** The generated sources do not build or do not run to their end; the message is one line. */
public final class RunFailure extends Exception {
  private static final long serialVersionUID = 1;
  private final boolean located;

  private RunFailure(String message, boolean located) {
    super(message);
    this.located = located;
  }

  /** A failure whose message says all that is known. */
  static RunFailure of(String message) {
    return new RunFailure(message, false);
  }

  /** A failure while a tensor was computed: the one behind those that were written. */
  static RunFailure inTensor(String message) {
    return new RunFailure(message, true);
  }

  /** Whether the outputs tell how far the run came. */
  boolean located() {
    return located;
  }
}
