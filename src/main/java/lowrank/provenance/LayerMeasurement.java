package lowrank.provenance;

/**
 * What was measured of a source layer while it was decomposed; null where nothing was.
 *
 * @param layer name of the source layer
 * @param patches input patches behind the covariance
 * @param patchLength inputs of one output, which are the covariance's rows
 * @param ridge λ that was added to the covariance's diagonal
 * @param snrBalanced predicted signal-to-noise ratio in dB that int8 weights and intermediates
 *     leave the chain's output, with channels balanced only
 * @param snr the same in the gauge that was chosen
 */
public record LayerMeasurement(
    String layer, Long patches, Integer patchLength, Double ridge, Double snrBalanced, Double snr) {
  /** A layer whose inputs were measured. */
  public static LayerMeasurement ofInputs(
      String layer, long patches, int patchLength, double ridge) {
    return new LayerMeasurement(layer, patches, patchLength, ridge, null, null);
  }

  /** The same with a chain's signal-to-noise ratios. */
  public LayerMeasurement withNoise(double before, double after) {
    return new LayerMeasurement(layer, patches, patchLength, ridge, before, after);
  }
}
