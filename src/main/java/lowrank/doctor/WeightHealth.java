package lowrank.doctor;

import java.util.List;

/**
 * The weights of one layer.
 *
 * @param minimum smallest weight
 * @param maximum largest weight
 * @param outlierRatio largest ratio, over the output channels, of the largest magnitude to the
 *     99.9th percentile of magnitudes; the largest weight itself is always left out of the
 *     percentile, and the ratio of a channel with a single other weight of 0 counts as 1
 * @param outlierChannel the channel with that ratio
 * @param outlierChannels channels whose ratio is at least {@link #OUTLIER}
 * @param deadChannels output channels without any weight other than 0
 * @param snrDecibels of the int8 weights against the float ones; empty signal counts as the limit
 */
public record WeightHealth(
    float minimum,
    float maximum,
    double outlierRatio,
    int outlierChannel,
    int outlierChannels,
    List<Integer> deadChannels,
    double snrDecibels) {
  /** A ratio that costs all other weights of the channel two of their eight bits. */
  public static final double OUTLIER = 4;

  /** Copies the list. */
  public WeightHealth {
    deadChannels = List.copyOf(deadChannels);
  }
}
