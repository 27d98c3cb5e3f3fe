package lowrank.curves;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** A way to choose factors and ranks, and the settings that draw its curve. */
enum Approach {
  ORIGINAL("original", List.of(""), (c, s) -> List.of("--method", "none")),
  ENERGY(
      "data-free Tucker-2, energy",
      List.of("0.99", "0.95", "0.9", "0.8"),
      (c, s) -> List.of("--ranks", "energy", "--energy", s, "--data-free", "--no-refit")),
  EVBMF(
      "data-free Tucker-2, EVBMF",
      List.of(""),
      (c, s) -> List.of("--ranks", "evbmf", "--data-free", "--no-refit")),
  NAIVE(
      "naive",
      List.of("0.01", "0.05"),
      (c, s) -> labelled(c, "--ranks", "naive", "--delta", s)),
  NAIVE_DATA_FREE(
      "naive, data-free",
      List.of("0.01", "0.05"),
      (c, s) ->
          labelled(c, "--ranks", "naive", "--delta", s, "--data-free", "--no-refit")),
  UNIFORM(
      "uniform share with refit",
      List.of("0.85", "0.7", "0.5", "0.35"),
      (c, s) -> List.of("--method", c.uniform(), "--ranks", "share=" + s)),
  BUDGET(
      "budget",
      List.of("85%", "70%", "50%", "35%"),
      (c, s) -> List.of("--max-multiplies", s)),
  BUDGET_BOTH(
      "budget, multiplies and flash",
      List.of("70%", "50%", "35%"),
      (c, s) -> List.of("--max-multiplies", s, "--max-flash", s)),
  BUDGET_PAPER(
      "budget, multiplies and parameters",
      List.of("70%", "50%", "35%"),
      (c, s) -> List.of("--max-multiplies", s, "--max-parameters", s)),
  BUDGET_LIKE_NAIVE(
      "budget at naive's multiplies", List.of(), (c, s) -> List.of("--max-multiplies", s));

  /** What the budget is compared with at their multiplies. */
  static final List<Approach> NAIVES = List.of(NAIVE, NAIVE_DATA_FREE);

  private final String title;
  private final List<String> settings;
  private final BiFunction<Case, String, List<String>> options;

  Approach(String title, List<String> settings, BiFunction<Case, String, List<String>> options) {
    this.title = title;
    this.settings = settings;
    this.options = options;
  }

  /**
   * The approach with a name of either case.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Approach named(String name) {
    return Arrays.stream(values())
        .filter(approach -> approach.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no approach "
                        + name
                        + "; there are "
                        + Arrays.stream(values())
                            .map(approach -> approach.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }

  /** What tables call it. */
  String title() {
    return title;
  }

  /** The points of its curve; those at another's multiplies depend on what is measured so far. */
  List<String> settings(Case network, Results results) {
    return this == BUDGET_LIKE_NAIVE
        ? NAIVES.stream()
            .flatMap(naive -> results.of(network.name(), naive).stream())
            .map(point -> String.valueOf(point.multiplies()))
            .distinct()
            .toList()
        : settings;
  }

  /** Arguments of {@code lowrank compress}. */
  List<String> options(Case network, String setting) {
    return options.apply(network, setting);
  }

  private static List<String> labelled(Case network, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (!network.labels().isEmpty()) {
      all.addAll(List.of("--labels", network.labels()));
    }
    return all;
  }
}
