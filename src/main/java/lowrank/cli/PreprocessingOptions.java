package lowrank.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Preprocessing.ChannelOrder;
import lowrank.tensor.Shape;
import picocli.CommandLine.Option;

/** What turns raw data into the model's input: {@code (x * scale - mean) / std} per channel. */
final class PreprocessingOptions {
  @Option(
      names = "--scale",
      paramLabel = "S",
      description = "Factor of raw values, first; a number or a fraction such as 1/255.")
  private String scale;

  @Option(
      names = "--mean",
      paramLabel = "M[,M...]",
      description = "Subtracted after scaling; one value, or one per channel.")
  private String mean;

  @Option(
      names = "--std",
      paramLabel = "D[,D...]",
      description = "Divided by, last; one value, or one per channel.")
  private String std;

  @Option(
      names = "--channel-order",
      paramLabel = "ORDER",
      description = {
        "Colours of the raw data, for a model that reads red first: rgb, or bgr to swap red and",
        "blue (default: rgb)."
      })
  private ChannelOrder channelOrder;

  /** The preprocessing asked for; empty if no option was given. */
  Optional<Preprocessing> parse(Shape input) {
    if (scale == null && mean == null && std == null && channelOrder == null) {
      return Optional.empty();
    }
    double factor = scale == null ? 1 : number("--scale", scale);
    if (factor == 0) {
      throw new CompileException(Fault.BAD_OPTION, "--scale", scale, "a number other than 0");
    }
    List<Double> means = list("--mean", mean, 0, input.channels());
    List<Double> deviations = list("--std", std, 1, input.channels());
    if (deviations.stream().anyMatch(value -> value <= 0)) {
      throw new CompileException(Fault.BAD_OPTION, "--std", std, "numbers above 0");
    }
    if (channelOrder == ChannelOrder.BGR && input.channels() != 3) {
      throw new CompileException(
          Fault.BAD_OPTION,
          "--channel-order",
          "bgr",
          "it for an input of 3 channels only; this one has " + input.channels());
    }
    return Optional.of(new Preprocessing(factor, means, deviations, channelOrder));
  }

  private static List<Double> list(String option, String text, double missing, int channels) {
    if (text == null) {
      return List.of(missing);
    }
    List<Double> values = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      values.add(number(option, part));
    }
    if (values.size() != 1 && values.size() != channels) {
      throw new CompileException(
          Fault.BAD_OPTION,
          option,
          text,
          "one number, or one for each of " + channels + " channels");
    }
    return values;
  }

  private static double number(String option, String text) {
    try {
      String[] parts = text.trim().split("/", 2);
      double value = Double.parseDouble(parts[0]);
      double quotient = parts.length == 1 ? value : value / Double.parseDouble(parts[1]);
      if (Double.isFinite(quotient)) {
        return quotient;
      }
    } catch (NumberFormatException e) {
      throw new CompileException(Fault.BAD_OPTION, option, text, "a number or a fraction");
    }
    throw new CompileException(Fault.BAD_OPTION, option, text, "a finite number");
  }
}
