package lowrank.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where a command prints: its results to standard output, what it is doing to standard error. */
@Command
final class Console {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Results. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Progress and remarks. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Whether somebody watches, so that a progress bar makes sense. */
  boolean interactive() {
    return System.console() != null;
  }
}
