package lowrank.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import lowrank.cost.CostModel;
import lowrank.data.AtomicFile;
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
  private static final String BYTES = "a size such as 64K, or 50%";

  /** Of the option for multiplies, wherever there is one. */
  static final String MULTIPLIES =
      "Multiplies of one inference at most, e.g. 4M, or 50%% of the original's.";

  /** What values of it are, for messages. */
  static final String COUNT = "a count such as 4M, or 50%";

  @Option(names = "--max-multiplies", paramLabel = "N", description = MULTIPLIES)
  private String multiplies;

  @Option(
      names = "--max-instructions",
      paramLabel = "N",
      description = {
        "Instructions of one inference at most, e.g. 8M, or 50%% of the original's, as predicted for",
        "the core of --target."
      })
  private String instructions;

  @Option(
      names = "--max-parameters",
      paramLabel = "N",
      description = {
        "Weights and biases at most, e.g. 100K (thousands), or 50%% of the original's: what papers",
        "count. What a chip stores is --max-flash."
      })
  private String parameters;

  @Option(
      names = "--max-flash",
      paramLabel = "SIZE",
      description = {
        "Bytes of flash at most, e.g. 64K, or 50%% of the original's: weights, and with --target",
        "code where the target's compiler is installed."
      })
  private String flash;

  @Option(
      names = "--max-ram",
      paramLabel = "SIZE",
      description = {
        "Bytes of RAM at most, e.g. 32K, or 80%% of the original's: the memory plan's peak, and with",
        "--target the stack where the target's compiler is installed."
      })
  private String ram;

  @Option(
      names = "--max-drop",
      paramLabel = "D",
      description = {
        "Find the fewest instructions on the core of --target, or without it multiplies, with which",
        "accuracy on the calibration data falls by at most D",
        "points; without --labels, with which at most D percent of the decisions change."
      })
  private Double drop;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = {
        "Keep what a search measures there; one that was interrupted goes on from it (default: the",
        "user's cache folder, $XDG_CACHE_HOME/lowrank-mcu or ~/.cache/lowrank-mcu)."
      })
  private Path cache;

  @Option(names = "--no-cache", description = "Keep nothing of what a search measures.")
  private boolean noCache;

  @Option(
      names = "--pareto",
      description =
          "Also write the whole curve of predicted loss against multiplies and bytes, measured at"
              + " some points, as OUT.pareto.csv and OUT.pareto.png.")
  private boolean front;

  /** The budget, with what the options do not say left open. */
  private Budget budget() {
    return new Budget(
        amount("--max-multiplies", multiplies, Amount::count, COUNT),
        amount("--max-instructions", instructions, Amount::count, COUNT),
        amount("--max-parameters", parameters, Amount::count, COUNT),
        amount("--max-flash", flash, Amount::bytes, BYTES),
        amount("--max-ram", ram, Amount::bytes, BYTES),
        maximumDrop());
  }

  private OptionalDouble maximumDrop() {
    if (drop == null) {
      return OptionalDouble.empty();
    }
    if (!(drop >= 0 && drop < 100)) {
      throw new CompileException(
          Fault.BAD_OPTION, "--max-drop", drop, "points from 0 to below 100");
    }
    return OptionalDouble.of(drop);
  }

  /** An option's amount; empty without the option. */
  static Optional<Amount> amount(
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
    if (!limited && (front || noCache || cache != null)) {
      throw new CompileException(
          Fault.MISSING_OPTION,
          front ? "--pareto" : noCache ? "--no-cache" : "--cache",
          "a budget, e.g. --max-multiplies 50%");
    }
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

  /**
   * The search's settings.
   *
   * @param output that the curve is written beside
   */
  SearchSettings search(Optional<Target> target, Path output) {
    if (instructions != null && target.flatMap(CostModel::of).isEmpty()) {
      throw new CompileException(
          Fault.MISSING_OPTION, "--max-instructions", "--target with a core that is counted on");
    }
    return new SearchSettings(
        budget(), target, cacheFolder(), front ? Optional.of(stem(output)) : Optional.empty());
  }

  private Optional<Path> cacheFolder() {
    if (cache == null) {
      return noCache ? Optional.empty() : CacheFolder.ofUser();
    }
    if (noCache) {
      throw new CompileException(
          Fault.BAD_OPTION, "--no-cache", "with --cache", "only one of both");
    }
    AtomicFile.check(cache.resolve("measurements"));
    return Optional.of(cache);
  }

  private static Path stem(Path output) {
    String name = output.toAbsolutePath().normalize().getFileName().toString();
    return output
        .toAbsolutePath()
        .normalize()
        .resolveSibling(name.replaceFirst("\\.onnx$", "") + ".pareto");
  }
}
