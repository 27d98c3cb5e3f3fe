package lowrank.provenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What turns raw data into the model's input: {@code (x * scale - mean[c]) / std[c]} per channel.
 *
 * @param mean one value for all channels or one per channel, in the model's order
 * @param std likewise; every value positive
 * @param channelOrder of the raw data, against the model's
 */
public record Preprocessing(
    double scale,
    List<Double> mean,
    List<Double> std,
    @JsonInclude(JsonInclude.Include.NON_NULL) ChannelOrder channelOrder) {
  /** Raw data are the model's input. */
  public static final Preprocessing NONE = new Preprocessing(1, List.of(0.0), List.of(1.0));

  /** Order of the colours in the raw data, for a model that reads red first. */
  public enum ChannelOrder {
    /** Red first, as the model. */
    RGB,
    /** Blue first: channel {@code c} of the model is raw channel {@code 2 - c}. */
    BGR
  }

  /** Copies the lists; red first is the same as nothing said. */
  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    channelOrder = channelOrder == ChannelOrder.RGB ? null : channelOrder;
  }

  /** Preprocessing of raw data in the model's order. */
  public Preprocessing(double scale, List<Double> mean, List<Double> std) {
    this(scale, mean, std, null);
  }

  /**
   * The model's input for one raw value, computed in double.
   *
   * @param channel of the model
   */
  public float apply(double raw, int channel) {
    double m = mean.get(mean.size() == 1 ? 0 : channel);
    double s = std.get(std.size() == 1 ? 0 : channel);
    return (float) ((raw * scale - m) / s);
  }

  /** Whether all numbers are finite and fit an input of that many channels. */
  public boolean fits(int channels) {
    return Double.isFinite(scale)
        && scale != 0
        && (mean.size() == 1 || mean.size() == channels)
        && (std.size() == 1 || std.size() == channels)
        && mean.stream().allMatch(Double::isFinite)
        && std.stream().allMatch(value -> value > 0 && Double.isFinite(value))
        && (!reversed() || channels == 3);
  }

  /** Whether the raw data have their three channels in reverse order. */
  public boolean reversed() {
    return channelOrder == ChannelOrder.BGR;
  }

  /** Whether nothing changes. */
  public boolean isNone() {
    return equals(NONE);
  }
}
