package lowrank.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import lowrank.diagnostic.CompileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The {@code lowrank} command. */
@Command(
    name = "lowrank",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes a trained CNN fit a microcontroller, and proves that it did so correctly.",
    footer = {
      "",
      "Exit status: 0 done; 1 verification failed, or doctor found what stops code generation;",
      "2 bad usage or bad input; 3 a fault of lowrank."
    },
    subcommands = {
      DemoCommand.class,
      InspectCommand.class,
      CompressCommand.class,
      GenerateCommand.class,
      BuildCommand.class,
      VerifyCommand.class,
      RunCommand.class,
      CountCommand.class,
      EvaluateCommand.class,
      DoctorCommand.class,
      TargetsCommand.class
    })
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int OWN_FAULT = 3;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where an error arose.")
  private boolean stacktrace;

  private Main() {}

  /** Runs the command and exits with its status. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs the command, printing to the given writers, and returns its exit status. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Main::badUsage);
    line.setExecutionExceptionHandler((e, command, parsed) -> main.report(e, command));
    int status = line.execute(arguments);
    out.flush();
    err.flush();
    return status;
  }

  private static int badUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String hint = "; see `" + command.getCommandSpec().qualifiedName() + " --help`";
    command.getErr().println("lowrank: " + oneLine(e.getMessage()) + hint);
    return BAD_INPUT;
  }

  private int report(Exception e, CommandLine command) {
    boolean input = e instanceof CompileException;
    String line = input ? e.getMessage() : "fault of lowrank itself: " + e;
    String hint = input || stacktrace ? "" : " (please report it with the output of --stacktrace)";
    command.getErr().println("lowrank: " + oneLine(line) + hint);
    if (stacktrace) {
      e.printStackTrace(command.getErr());
    }
    return input ? BAD_INPUT : OWN_FAULT;
  }

  private static String oneLine(String text) {
    return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ");
  }
}
