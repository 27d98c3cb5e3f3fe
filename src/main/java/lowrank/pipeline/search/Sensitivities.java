package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.List;
import lowrank.network.RankPlan;
import lowrank.rank.SearchProgress;

/** Measured losses of single layers, from the cache where they are known. */
final class Sensitivities {
  private final SensitivityCache cache;
  private final SensitivityMeter meter;
  private final SearchProgress progress;

  /**
   * Losses that are measured when they are asked for and not known.
   *
   * @param progress is told of every layer that is not known yet
   * @param meter has not measured single layers yet
   */
  Sensitivities(SensitivityMeter meter, SensitivityCache cache, SearchProgress progress) {
    this.progress = progress;
    this.meter = meter;
    this.cache = cache;
  }

  /**
   * Losses with one layer replaced in several ways; layers are asked for in network order.
   *
   * @param done layers before this one, of {@code total}
   */
  List<Double> of(String layer, List<RankPlan.Choice> choices, int done, int total) {
    List<RankPlan.Choice> missing =
        choices.stream().filter(choice -> cache.loss(layer, choice).isEmpty()).toList();
    if (!missing.isEmpty()) {
      progress.working("measuring " + layer, done, total);
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
