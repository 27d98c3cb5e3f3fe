package lowrank.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.pipeline.CompressionSettings;
import lowrank.pipeline.search.Amount;
import lowrank.pipeline.search.Budget;
import lowrank.pipeline.search.SearchSettings;
import lowrank.target.Target;
import picocli.CommandLine.Option;

/** What the compressed network may cost. */
final class BudgetOptions {
  private static final String DEFAULT = "energy";

  @Option(
      names = "--max-multiplies",
      paramLabel = "N",
      description = "Multiplies of one inference at most, e.g. 4M, or 50%% of the original's.")
  private String multiplies;

  /** The budget, with what the options do not say left open. */
  private Budget budget() {
    return new Budget(
        amount("--max-multiplies", multiplies, Amount::count, "a count such as 4M, or 50%"),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  private static Optional<Amount> amount(
      String option, String text, Function<String, Amount> parser, String expected) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      throw new CompileException(Fault.BAD_OPTION, option, text, expected);
    }
  }

  /** The rank search: {@code budget} where there is one and nothing else was asked for. */
  String ranks(String asked) {
    boolean limited = !budget().isNone();
    if (asked == null) {
      return limited ? CompressionSettings.BUDGET : DEFAULT;
    }
    if (asked.equals(CompressionSettings.BUDGET) && !limited) {
      throw new CompileException(
          Fault.MISSING_OPTION, "--ranks budget", "a budget, e.g. --max-multiplies 50%");
    }
    if (!asked.equals(CompressionSettings.BUDGET) && limited) {
      throw new CompileException(
          Fault.BAD_OPTION, "--ranks", asked, "budget, or no --max-... option");
    }
    return asked;
  }

  SearchSettings search(Optional<Target> target) {
    return new SearchSettings(budget(), target);
  }
}
