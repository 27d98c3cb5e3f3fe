package lowrank.diagnostic;

/** Bad input or usage: ends the command with one line and exit status 2. */
public final class CompileException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Fault fault;

  /** An exception for {@code fault}; the arguments are named at its constant. */
  public CompileException(Fault fault, Object... arguments) {
    super(fault.message(arguments));
    this.fault = fault;
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }
}
