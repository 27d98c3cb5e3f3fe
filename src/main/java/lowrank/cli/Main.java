package lowrank.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.pipeline.BundledFiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The {@code lowrank} command. */
@Command(
    name = "lowrank",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes a trained CNN fit a microcontroller, and proves that it did so correctly.",
    footer = {
      "",
      "`lowrank COMMAND --help` lists a command's options. Wherever a command reads a file,"
          + " bundled:lenet_mnist.onnx, bundled:calibration_x.npy, bundled:calibration_y.npy,"
          + " bundled:test_x.npy and bundled:test_y.npy name the sample that comes with the tool.",
      "",
      "Exit status: 0 done; 1 verification failed, a budget cannot be met, the arena does not fit,"
          + " check found a figure beyond its limit, or doctor found what stops code generation;"
          + " 2 bad usage or bad input; 3 a fault of lowrank."
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
      ReportCommand.class,
      CheckCommand.class,
      DiffCommand.class,
      TargetsCommand.class,
      CmakeCommand.class,
      CompletionCommand.class,
      ManCommand.class
    })
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int OWN_FAULT = 3;

  /** What no other spelling of the command mends: the model is too large. */
  private static final Set<Fault> UNFIT =
      EnumSet.of(Fault.INFEASIBLE_BUDGET, Fault.ARENA_TOO_LARGE);

  private static final OptionSpec HELP =
      OptionSpec.builder("-h", "--help")
          .usageHelp(true)
          .description("Show this help message and exit.")
          .build();

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where an error arose.")
  private boolean stacktrace;

  /** Set once the process is ending; a command that is interrupted then need not complain. */
  private static volatile boolean ending;

  private final BundledFiles bundled;
  private ConfigArguments expanded;

  private Main(BundledFiles bundled) {
    this.bundled = bundled;
  }

  /** Runs the command and exits with its status. */
  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "end of the command"));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs the command, printing to the given writers, and returns its exit status. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    try (BundledFiles bundled = new BundledFiles()) {
      return new Main(bundled).execute(out, err, arguments);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** The command with its subcommands, to look at. */
  static CommandLine commandLine() {
    return commandLine(new Main(null));
  }

  private static CommandLine commandLine(Main main) {
    CommandLine line = new CommandLine(main);
    line.getSubcommands().values().forEach(command -> command.getCommandSpec().addOption(HELP));
    ConfigArguments.COMMANDS.forEach(
        name -> line.getSubcommands().get(name).getCommandSpec().addOption(ConfigOption.FILE));
    return line;
  }

  private int execute(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = commandLine(this);
    line.setOut(out);
    line.setErr(err);
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(this::badUsage);
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e, err));
    line.registerConverter(Path.class, this::path);
    try {
      if (arguments.length == 0) {
        return usage(line);
      }
      expanded = ConfigArguments.expand(line, arguments);
      return line.execute(expanded.words());
    } catch (CompileException | Error e) {
      return report(e, err);
    }
  }

  private static int usage(CommandLine line) {
    line.usage(line.getErr());
    return BAD_INPUT;
  }

  private Path path(String text) {
    try {
      return bundled.resolve(text);
    } catch (CompileException | InvalidPathException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private int badUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String hint = "; see `" + command.getCommandSpec().qualifiedName() + " --help`";
    command.getErr().println("lowrank: " + oneLine(described(e.getMessage())) + hint);
    return BAD_INPUT;
  }

  private int report(Throwable e, PrintWriter err) {
    if (ending) {
      return OWN_FAULT;
    }
    boolean input = e instanceof CompileException;
    String message = input ? described(e.getMessage()) : ownFault(e);
    err.println("lowrank: " + oneLine(bundled.describe(message)));
    if (stacktrace) {
      e.printStackTrace(err);
    }
    if (e instanceof CompileException known && UNFIT.contains(known.fault())) {
      return FAILED;
    }
    return input ? BAD_INPUT : OWN_FAULT;
  }

  private String described(String message) {
    return expanded == null ? message : expanded.describe(String.valueOf(message));
  }

  private String ownFault(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "out of memory; give Java more, e.g. `java -Xmx4g -jar lowrank.jar`";
    }
    String hint = stacktrace ? "" : "; please report it with the output of --stacktrace";
    return "fault of lowrank itself: " + e + hint;
  }

  private static String oneLine(String text) {
    return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ");
  }
}
