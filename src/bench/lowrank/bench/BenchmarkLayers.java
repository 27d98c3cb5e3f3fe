package lowrank.bench;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** Single int8 layers, read from names such as {@code conv3x3 s2 16x16x32->64}. */
final class BenchmarkLayers {
  private static final Pattern SLIDING =
      Pattern.compile("(?:conv|dw|pw)(\\d+)x\\1(?: s(\\d+))? (\\d+)x(\\d+)x(\\d+)(?:->(\\d+))?");
  private static final Pattern DENSE = Pattern.compile("fc (\\d+)->(\\d+) per-channel");
  private static final QuantizedType INPUT = QuantizedType.int8(0.05f, -9);

  private BenchmarkLayers() {}

  /** The name of a layer of a network, if it is of the kind that is benchmarked; else a blank. */
  static String name(Kernel kernel) {
    if (!(kernel instanceof ConvolutionKernel convolution)) {
      return "";
    }
    Window window = convolution.window();
    Shape input = convolution.inputImage();
    Shape output = convolution.outputImage();
    int stride = window.strideHeight();
    if (convolution.dense()) {
      return "fc " + input.channels() + "->" + output.channels() + " per-channel";
    }
    boolean same =
        output.height() == (input.height() + stride - 1) / stride
            && output.width() == (input.width() + stride - 1) / stride
            && stride == window.strideWidth()
            && window.dilationHeight() * window.dilationWidth() == 1;
    if (!same || (convolution.groups() > 1 && !convolution.depthwise())) {
      return "";
    }
    String size = window.kernelHeight() + "x" + window.kernelWidth();
    String place = (stride == 1 ? " " : " s" + stride + " ") + input;
    return convolution.depthwise()
        ? "dw" + size + place
        : (size.equals("1x1") && input.height() == 25 ? "pw" : "conv")
            + size
            + place
            + "->"
            + output.channels();
  }

  /**
   * A network of that one layer with seeded random weights, a scale and a zero point of its own for
   * every output channel, and padding that keeps the image's size (halves it with a stride of 2).
   */
  static FixedNetwork network(String name) {
    Matcher sliding = SLIDING.matcher(name);
    if (sliding.matches()) {
      return sliding(name, sliding);
    }
    Matcher dense = DENSE.matcher(name);
    if (!dense.matches()) {
      throw new IllegalArgumentException("no layer: " + name);
    }
    int from = Integer.parseInt(dense.group(1));
    int to = Integer.parseInt(dense.group(2));
    return layer(name, Shape.of(from), Shape.of(to), Window.POINT, 1, true);
  }

  private static FixedNetwork sliding(String name, Matcher parts) {
    int kernel = Integer.parseInt(parts.group(1));
    int stride = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
    Shape input =
        Shape.of(
            Integer.parseInt(parts.group(3)),
            Integer.parseInt(parts.group(4)),
            Integer.parseInt(parts.group(5)));
    boolean depthwise = name.startsWith("dw");
    int outputs = depthwise ? input.channels() : Integer.parseInt(parts.group(6));
    int height = (input.height() + stride - 1) / stride;
    int width = (input.width() + stride - 1) / stride;
    int rows = Math.max(0, (height - 1) * stride + kernel - input.height());
    int columns = Math.max(0, (width - 1) * stride + kernel - input.width());
    Window window =
        Window.of(kernel, kernel)
            .withStride(stride, stride)
            .withPadding(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
    int groups = depthwise ? input.channels() : 1;
    return layer(name, input, Shape.of(height, width, outputs), window, groups, false);
  }

  private static FixedNetwork layer(
      String name, Shape input, Shape output, Window window, int groups, boolean dense) {
    Random random = new Random(name.hashCode());
    TensorType from = new TensorType(input, INPUT);
    int channels = dense ? output.elements() : output.channels();
    int terms = dense ? input.elements() : window.taps() * input.channels() / groups;
    Shape weightShape =
        dense
            ? Shape.of(channels, 1, 1, terms)
            : Shape.of(
                channels, window.kernelHeight(), window.kernelWidth(), input.channels() / groups);
    float[] scales = new float[channels];
    for (int i = 0; i < channels; i++) {
      scales[i] = 0.002f + 0.004f * random.nextFloat();
    }
    QuantizedWeights weights =
        new QuantizedWeights(
            new IntTensor(
                weightShape,
                ElementType.INT8,
                random.ints((long) channels * terms, -127, 128).toArray()),
            Tensor.vector(scales),
            Optional.empty());
    // About 40 steps of standard deviation at the output: hardly any is clamped.
    float scale = (float) (0.05 * 0.004 * 73 * 74 * StrictMath.sqrt(terms) / 40);
    TensorType to = new TensorType(output, QuantizedType.int8(scale, 3));
    ConvolutionKernel kernel =
        new ConvolutionKernel(
            from,
            to,
            window,
            groups,
            dense,
            weights.weights(),
            IntTensor.vector(ElementType.INT32, random.ints(channels, -2000, 2000).toArray()),
            Requantiser.of(from.type(), weights, channels, dense, to.type(), Range.ALL));
    return new FixedNetwork(
        name,
        "input",
        from,
        List.of(new FixedLayer("layer", kernel, List.of("input"), Origin.of("layer"))),
        "layer",
        new Provenance(name, "", Preprocessing.NONE, List.of()));
  }
}
