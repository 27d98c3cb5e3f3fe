package lowrank.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.decompose.RankAnalyzer;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.Network;
import lowrank.network.RankCurve;
import lowrank.network.RankCurves;
import lowrank.rank.ExplicitRanks;
import lowrank.rank.RankStrategies;

/** What the user asks of ranks and layers, apart from any data. */
final class RankRequest {
  private RankRequest() {}

  /**
   * Refuses what no data can mend, before any are looked at.
   *
   * @throws CompileException for a method, strategy, layer or rank that does not exist
   */
  static void check(Network network, CompressionSettings settings) {
    boolean list = isList(settings);
    if (!list && !settings.ranks().equals(CompressionSettings.BUDGET)) {
      RankStrategies.named(settings.ranks());
    }
    if (list || !settings.layers().isEmpty()) {
      RankCurves curves = eligible(RankAnalyzer.analyze(network, settings.method()), settings);
      if (list) {
        ExplicitRanks.parse(settings.ranks(), curves);
      }
    }
  }

  /** Whether ranks are given layer by layer. */
  static boolean isList(CompressionSettings settings) {
    return !RankStrategies.isNamed(settings.ranks()) && ExplicitRanks.isList(settings.ranks());
  }

  /** The curves of the layers that the user named, of all if none is named. */
  static RankCurves eligible(RankCurves all, CompressionSettings settings) {
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
}
