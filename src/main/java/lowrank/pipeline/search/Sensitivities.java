package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.List;
import lowrank.network.RankPlan;

/** Measured losses of single layers, from the cache where they are known. */
final class Sensitivities {
  private final SensitivityCache cache;
  private final SensitivityMeter meter;

  /**
   * Losses that are measured when they are asked for and not known.
   *
   * @param meter has not measured single layers yet
   */
  Sensitivities(SensitivityMeter meter, SensitivityCache cache) {
    this.meter = meter;
    this.cache = cache;
  }

  /** Losses with one layer replaced in several ways; layers are asked for in network order. */
  List<Double> of(String layer, List<RankPlan.Choice> choices) {
    List<RankPlan.Choice> missing =
        choices.stream().filter(choice -> cache.loss(layer, choice).isEmpty()).toList();
    if (!missing.isEmpty()) {
      List<Double> losses = meter.measure(layer, missing);
      for (int i = 0; i < losses.size(); i++) {
        cache.put(layer, missing.get(i), losses.get(i));
      }
      cache.save();
    }
    List<Double> all = new ArrayList<>();
    choices.forEach(choice -> all.add(cache.loss(layer, choice).orElseThrow()));
    return all;
  }
}
