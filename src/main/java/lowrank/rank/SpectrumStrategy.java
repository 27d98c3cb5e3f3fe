package lowrank.rank;

import java.util.List;
import java.util.function.ToIntBiFunction;
import lowrank.network.RankCurve;
import lowrank.network.RankCurve.Spectrum;
import lowrank.network.RankPlan;

/**
 * Ranks from singular values alone: one estimate for each of a layer's unfoldings, 0 becoming 1. A
 * method with one rank and several unfoldings gets the largest estimate, as the source article does
 * for cp; limits of the method bound it.
 */
final class SpectrumStrategy implements RankStrategy {
  private final String name;
  private final ToIntBiFunction<Spectrum, RankSettings> estimate;

  private SpectrumStrategy(String name, ToIntBiFunction<Spectrum, RankSettings> estimate) {
    this.name = name;
    this.estimate = estimate;
  }

  /**
   * Global analytic empirical variational Bayes: {@link Evbmf} on each unfolding (Kim et al. 2016,
   * "Compression of deep convolutional neural networks for fast and low power mobile applications",
   * section 3.2).
   */
  static SpectrumStrategy evbmf() {
    return new SpectrumStrategy("evbmf", (spectrum, settings) -> Evbmf.rank(spectrum));
  }

  /** The smallest rank whose leading squared singular values reach the share of all. */
  static SpectrumStrategy energy() {
    return new SpectrumStrategy(
        "energy", (spectrum, settings) -> energyRank(spectrum, settings.energyShare()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean needsAccuracy() {
    return false;
  }

  @Override
  public RankPlan select(List<RankCurve> curves, RankSettings settings) {
    RankPlan plan = RankPlan.EMPTY;
    for (RankCurve curve : curves) {
      List<Integer> estimates =
          curve.spectra().stream()
              .map(spectrum -> estimate.applyAsInt(spectrum, settings))
              .toList();
      plan = plan.with(curve.layer(), curve.choice(curve.ranksFrom(estimates)));
    }
    return plan;
  }

  private static int energyRank(Spectrum spectrum, double share) {
    double wanted = share * spectrum.energy();
    double kept = 0;
    int rank = 0;
    while (rank < spectrum.singularValues().size() && kept < wanted) {
      kept += spectrum.singularValue(rank) * spectrum.singularValue(rank);
      rank++;
    }
    return rank;
  }
}
