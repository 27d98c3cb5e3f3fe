package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.program.Step;
import lowrank.provenance.Origin;
import lowrank.target.Target;

/**
 * A layer with all that its model is made from besides the kernel.
 *
 * @param prefix of all names of the model
 * @param index of the layer, as {@code run_layer} counts
 * @param windowRows rows of the input that the function makes one output row from; 0 if it makes
 *     the whole output
 */
public record LayerContext(
    String prefix, int index, Step step, Target.Unroll unroll, int windowRows) {
  /** Name of the layer's function. */
  public String function() {
    return prefix + "_" + step.identifier();
  }

  /** The layer's name in the network, for messages. */
  public String layer() {
    return step.layer().name();
  }

  /** Head with a comment that starts with {@code what}. */
  public Head head(String what) {
    Kernel kernel = step.layer().kernel();
    List<String> comment = new ArrayList<>();
    String from =
        kernel.inputs().stream()
            .map(TensorType::shape)
            .map(Object::toString)
            .collect(Collectors.joining(", "));
    comment.add(
        CText.format(
            "Layer %d, %s: %s, %s -> %s.", index, layer(), what, from, kernel.output().shape()));
    if (origin().decomposed() || !origin().sourceLayer().equals(layer())) {
      comment.add(source());
    }
    if (kernel.multiplies() > 0) {
      comment.add(
          CText.format("Multiplies: %s = %d.", kernel.multipliesFormula(), kernel.multiplies()));
    }
    if (windowRows > 0) {
      comment.add(
          CText.format(
              "Makes one row from %s of the input, padding included.",
              windowRows == 1 ? "one" : windowRows));
    }
    return new Head(prefix, function(), CText.wrap(comment));
  }

  private Origin origin() {
    return step.layer().origin();
  }

  /** Where the layer came from, as a sentence. */
  public String source() {
    Origin origin = origin();
    if (!origin.decomposed()) {
      return "As in the model: layer " + origin.sourceLayer() + ", not decomposed.";
    }
    String ranks = origin.ranks().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return CText.format(
        "Part of layer %s, decomposed by %s, rank %s, relative error of the kernel %s.",
        origin.sourceLayer(), origin.method(), ranks, CText.significant(origin.relativeError(), 3));
  }

  /** Stride, dilation and padding of a window, as far as they are not neutral. */
  public static String describe(Window window) {
    String text = "";
    if (window.strideHeight() * window.strideWidth() != 1) {
      text += CText.format(", stride %dx%d", window.strideHeight(), window.strideWidth());
    }
    if (window.dilationHeight() * window.dilationWidth() != 1) {
      text += CText.format(", dilation %dx%d", window.dilationHeight(), window.dilationWidth());
    }
    if (window.padded()) {
      text +=
          CText.format(
              ", padding top %d left %d bottom %d right %d",
              window.padTop(), window.padLeft(), window.padBottom(), window.padRight());
    }
    return text;
  }
}
