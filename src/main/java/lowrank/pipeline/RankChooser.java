package lowrank.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.data.Labels;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.decompose.RankAnalyzer;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.Network;
import lowrank.network.RankCurve;
import lowrank.network.RankCurves;
import lowrank.network.RankPlan;
import lowrank.pipeline.search.BudgetSearch;
import lowrank.pipeline.search.Inputs;
import lowrank.rank.Evaluator;
import lowrank.rank.ExplicitRanks;
import lowrank.rank.RankSettings;
import lowrank.rank.RankStrategies;
import lowrank.rank.RankStrategy;
import lowrank.rank.SearchProgress;

/** Turns the user's choice of method and ranks into a plan for one network. */
final class RankChooser {
  private final Network network;
  private final Dataset calibration;
  private final CompressionSettings settings;
  private final Decomposer decomposer;
  private final InputStatistics statistics;

  /**
   * A chooser.
   *
   * @param decomposer makes the candidates that searches measure, with the same statistics
   * @param statistics weigh the singular values of {@code energy}
   */
  RankChooser(
      Network network,
      Dataset calibration,
      CompressionSettings settings,
      Decomposer decomposer,
      InputStatistics statistics) {
    this.network = network;
    this.calibration = calibration;
    this.settings = settings;
    this.decomposer = decomposer;
    this.statistics = statistics;
  }

  /**
   * The plan.
   *
   * @throws CompileException for a method, strategy, layer or rank that does not exist
   */
  RankPlan choose(SearchProgress progress) {
    if (settings.ranks().equals(CompressionSettings.BUDGET)) {
      Inputs inputs = new Inputs(calibration.count(), calibration::real);
      return new BudgetSearch(network, inputs, decomposer, statistics, progress)
          .search(settings.method(), settings.search());
    }
    RankCurves curves = eligible(RankAnalyzer.analyze(network, settings.method(), weights()));
    if (!RankStrategies.isNamed(settings.ranks()) && ExplicitRanks.isList(settings.ranks())) {
      return ExplicitRanks.parse(settings.ranks(), curves);
    }
    RankStrategy strategy = RankStrategies.named(settings.ranks());
    if (curves.curves().isEmpty()) {
      return RankPlan.EMPTY;
    }
    return strategy.select(
        curves.curves(),
        new RankSettings(evaluator(), settings.maximumDrop(), settings.energyShare(), progress));
  }

  /** Estimates of noise are about the kernels themselves, whatever the factors minimise. */
  private InputStatistics weights() {
    return settings.ranks().equals("evbmf") ? InputStatistics.NONE : statistics;
  }

  /** The curves of the layers that the user named, of all if none is named. */
  private RankCurves eligible(RankCurves all) {
    if (settings.layers().isEmpty()) {
      return all;
    }
    List<RankCurve> named = new ArrayList<>();
    for (String layer : settings.layers()) {
      String obstacle = all.obstacles().get(layer);
      if (obstacle != null) {
        throw new CompileException(Fault.METHOD_NOT_APPLICABLE, layer, settings.method(), obstacle);
      }
      if (all.curve(layer).isEmpty()) {
        throw new CompileException(Fault.UNKNOWN_LAYER, layer, String.join(", ", all.layers()));
      }
    }
    Map<String, String> obstacles = new LinkedHashMap<>(all.obstacles());
    for (RankCurve curve : all.curves()) {
      if (settings.layers().contains(curve.layer())) {
        named.add(curve);
      } else {
        obstacles.put(curve.layer(), "it is not among --layers");
      }
    }
    return new RankCurves(all.method(), named, obstacles);
  }

  /** Accuracy on the labels, or agreement with the original network where there are none. */
  private Evaluator evaluator() {
    Labels labels =
        calibration.labels().orElseGet(() -> Labels.of(Decisions.of(network, calibration)));
    return plan ->
        Decisions.accuracy(Decisions.of(decomposer.apply(network, plan), calibration), labels);
  }
}
