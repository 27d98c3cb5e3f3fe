package lowrank.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import lowrank.provenance.LayerMeasurement;

/**
 * A source layer and what replaced it.
 *
 * @param kind the source layer's operator
 * @param shape kernel or matrix in words; empty without weights
 * @param rankLimits the largest ranks of the method; empty without decomposition
 * @param outputError relative error of the decomposition, 0 without
 * @param factors the layers that replace it, in order; itself if it was not decomposed
 * @param patches as in {@link LayerMeasurement}, like the four that follow
 * @param instructionsPredicted of one inference; null if nothing predicts them
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LayerEntry(
    String name,
    String kind,
    String shape,
    String method,
    List<Integer> ranks,
    List<Integer> rankLimits,
    long multipliesOriginal,
    long multiplies,
    long bytesOriginal,
    long bytes,
    double outputError,
    List<FactorReport> factors,
    Long patches,
    Integer patchLength,
    Double ridge,
    @JsonProperty("snr_db_balanced") Double snrBalanced,
    @JsonProperty("snr_db") Double snr,
    Long instructionsPredicted) {
  /** Copies the lists; entries of an earlier version lack what is not in the contract. */
  public LayerEntry {
    kind = kind == null ? "" : kind;
    shape = shape == null ? "" : shape;
    ranks = List.copyOf(ranks);
    rankLimits = rankLimits == null ? List.of() : List.copyOf(rankLimits);
    factors = factors == null ? List.of() : List.copyOf(factors);
  }

  /** The entry of one layer report. */
  static LayerEntry of(LayerReport layer, List<Integer> rankLimits, Long instructionsPredicted) {
    return new LayerEntry(
        layer.name(),
        layer.kind(),
        layer.shape(),
        layer.method(),
        layer.ranks(),
        rankLimits,
        layer.multipliesOriginal(),
        layer.multiplies(),
        layer.bytesOriginal(),
        layer.bytes(),
        layer.outputError(),
        layer.factors(),
        layer.measured().patches(),
        layer.measured().patchLength(),
        layer.measured().ridge(),
        layer.measured().snrBalanced(),
        layer.measured().snr(),
        instructionsPredicted);
  }
}
