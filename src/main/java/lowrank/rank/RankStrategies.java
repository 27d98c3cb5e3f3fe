package lowrank.rank;

import java.util.List;
import java.util.stream.Collectors;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** The table of all strategies. */
public final class RankStrategies {
  private static final List<RankStrategy> ALL =
      List.of(
          new NaiveStrategy(),
          new BruteForceStrategy(),
          new BinarySearchStrategy(),
          SpectrumStrategy.evbmf(),
          SpectrumStrategy.energy());

  private RankStrategies() {}

  /** Every strategy, in the order of help texts. */
  public static List<RankStrategy> all() {
    return ALL;
  }

  /**
   * The strategy of that name.
   *
   * @throws CompileException if there is none
   */
  public static RankStrategy named(String name) {
    return UniformStrategy.matches(name) ? UniformStrategy.parse(name) : listed(name);
  }

  /** Whether an option's value is a strategy's name. */
  public static boolean isNamed(String text) {
    return UniformStrategy.matches(text)
        || ALL.stream().anyMatch(strategy -> strategy.name().equals(text));
  }

  private static RankStrategy listed(String name) {
    return ALL.stream()
        .filter(strategy -> strategy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CompileException(
                    Fault.BAD_OPTION,
                    "--ranks",
                    name,
                    "budget, "
                        + ALL.stream().map(RankStrategy::name).collect(Collectors.joining(", "))
                        + ", share=0.5 or LAYER=RANK,..."));
  }
}
