package lowrank.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.pipeline.GeneratedFolder;
import lowrank.pipeline.search.Amount;
import lowrank.report.Gate;
import lowrank.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a generated folder to limits. */
@Command(
    name = "check",
    sortOptions = false,
    description = {
      "Hold a firmware folder's figures to limits, for continuous integration.",
      "Prints a line for each figure that is beyond its limit, and for each that was not measured."
          + " Exit status 0 if all are within, 1 if one is not."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "DIR|report.json", description = "A generated folder, or a report.")
  private Path subject;

  @Option(
      names = "--max-flash",
      paramLabel = "SIZE",
      description = "Bytes of weights and code at most, e.g. 64K.")
  private String flash;

  @Option(
      names = "--max-ram",
      paramLabel = "SIZE",
      description = "Bytes of arena and stack at most, e.g. 32K.")
  private String ram;

  @Option(names = "--max-multiplies", paramLabel = "N", description = BudgetOptions.MULTIPLIES)
  private String multiplies;

  @Option(
      names = "--max-instructions",
      paramLabel = "N",
      description = "Instructions of one inference at most, e.g. 20M.")
  private String instructions;

  @Option(
      names = "--min-accuracy",
      paramLabel = "P",
      description = "Top-1 accuracy in fixed point at least, in percent.")
  private Double accuracy;

  @Mixin private FormatOption format;

  /**
   * What is printed as JSON.
   *
   * @param within whether all figures are
   */
  record Outcome(boolean within, List<Gate.Figure> figures) {}

  @Override
  public Integer call() {
    Report report = GeneratedFolder.report(subject);
    Gate.Limits limits = limits(report);
    if (limits.isNone()) {
      throw new CompileException(Fault.MISSING_OPTION, "check", "a limit, e.g. --max-flash 64K");
    }
    List<Gate.Figure> figures = Gate.figures(report, limits);
    boolean within = figures.stream().allMatch(Gate.Figure::within);
    format.print(
        console,
        new Outcome(within, figures),
        out -> {
          figures.stream()
              .filter(figure -> !figure.within())
              .forEach(figure -> out.println("exceeded: " + figure.line()));
          if (within) {
            out.println(
                "within: "
                    + figures.stream().map(Gate.Figure::line).collect(Collectors.joining("; ")));
          }
        });
    return within ? Main.DONE : Main.FAILED;
  }

  private Gate.Limits limits(Report report) {
    if (accuracy != null && !(accuracy >= 0 && accuracy <= 100)) {
      throw new CompileException(
          Fault.BAD_OPTION, "--min-accuracy", accuracy, "percent from 0 to 100");
    }
    Optional<Amount> most =
        BudgetOptions.amount("--max-multiplies", multiplies, Amount::count, BudgetOptions.COUNT);
    return new Gate.Limits(
        number("--max-flash", flash, Amount::bytes, "a size such as 64K"),
        number("--max-ram", ram, Amount::bytes, "a size such as 64K"),
        most.map(amount -> amount.of(report.multiplies().original())).orElse(null),
        number("--max-instructions", instructions, Amount::count, "a count such as 20M"),
        accuracy);
  }

  private static Long number(
      String option, String text, Function<String, Amount> parser, String expected) {
    Optional<Amount> amount = BudgetOptions.amount(option, text, parser, expected);
    if (amount.isPresent() && amount.get().percent() > 0) {
      throw new CompileException(Fault.BAD_OPTION, option, text, expected);
    }
    return amount.map(Amount::number).orElse(null);
  }
}
