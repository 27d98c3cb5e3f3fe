package lowrank.doctor;

import java.util.List;

/**
 * One layer of the network.
 *
 * @param kind of operator
 * @param kernel its size in words; empty for layers without weights
 * @param weights null for layers without weights
 * @param accumulatorBound largest magnitude that a sum can reach; null for layers without weights
 * @param headroomBits binary logarithm of the largest int32 over that bound, negative if a sum can
 *     overflow; null likewise
 * @param signal null if nothing was measured
 * @param weak whether the signal-to-noise ratio is below what was asked for
 * @param measured repairs of a weak layer, in order of their cost on the target
 * @param advice the cheapest repair that helps, or what is left to try; empty if not weak
 */
public record LayerDiagnosis(
    String name,
    String kind,
    String kernel,
    WeightHealth weights,
    Long accumulatorBound,
    Double headroomBits,
    LayerSignal signal,
    boolean weak,
    List<Repair> measured,
    String advice) {
  /** Copies the list. */
  public LayerDiagnosis {
    measured = List.copyOf(measured);
  }

  /** The same layer with its signal; {@code limit} is the ratio below which it is weak. */
  LayerDiagnosis withSignal(LayerSignal measuredSignal, double limit) {
    boolean below = measuredSignal.snrDecibels() < limit;
    return new LayerDiagnosis(
        name,
        kind,
        kernel,
        weights,
        accumulatorBound,
        headroomBits,
        measuredSignal,
        below,
        List.of(),
        below ? "not examined: repair the weaker layers first" : "");
  }

  /** The same layer with repairs. */
  LayerDiagnosis withRepairs(List<Repair> repairs, String conclusion) {
    return new LayerDiagnosis(
        name,
        kind,
        kernel,
        weights,
        accumulatorBound,
        headroomBits,
        signal,
        weak,
        repairs,
        conclusion);
  }
}
