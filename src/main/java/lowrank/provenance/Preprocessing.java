package lowrank.provenance;

import java.util.List;

/**
 * What turns raw data into the model's input: {@code (x * scale - mean[c]) / std[c]} per channel.
 *
 * @param mean one value for all channels or one per channel
 * @param std likewise; every value positive
 */
public record Preprocessing(double scale, List<Double> mean, List<Double> std) {
  /** Raw data are the model's input. */
  public static final Preprocessing NONE = new Preprocessing(1, List.of(0.0), List.of(1.0));

  /** Copies the lists. */
  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** The model's input for one raw value of channel {@code channel}, computed in double. */
  public float apply(double raw, int channel) {
    double m = mean.get(mean.size() == 1 ? 0 : channel);
    double s = std.get(std.size() == 1 ? 0 : channel);
    return (float) ((raw * scale - m) / s);
  }

  /** Whether nothing changes. */
  public boolean isNone() {
    return equals(NONE);
  }
}
