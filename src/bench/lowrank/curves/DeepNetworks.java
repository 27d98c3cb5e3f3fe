package lowrank.curves;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Add;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.Mean;
import lowrank.operator.Operator;
import lowrank.operator.Reshape;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * CIFAR ResNets of 6n+2 layers (He et al. 2016, arXiv 1512.03385, section 4.2) with a convolution
 * in the shortcuts that change shape, and random weights: for cost, not for accuracy.
 */
final class DeepNetworks {
  private final List<Layer> layers = new ArrayList<>();
  private final Random random = new Random(56);
  private final int blocks;

  private DeepNetworks(int blocks) {
    this.blocks = blocks;
  }

  /** The network of {@code depth} layers; depth - 2 is a multiple of 6. */
  static Network of(int depth) {
    return new DeepNetworks((depth - 2) / 6).build("resnet" + depth);
  }

  private Network build(String name) {
    String last = add("conv", convolution(16, 3, 1, 3, Range.RELU, 1), "x");
    int channels = 16;
    for (int stage = 0; stage < 3; stage++) {
      int outputs = 16 << stage;
      for (int block = 0; block < blocks; block++) {
        last = block(last, channels, outputs, "s" + stage + "b" + block);
        channels = outputs;
      }
    }
    last = add("mean", new Mean(), last);
    last = add("flat", new Reshape(Shape.of(channels)), last);
    Tensor weights = gaussian(Shape.of(10, channels), StrictMath.sqrt(2.0 / channels));
    last = add("linear", new Dense(weights, Tensor.zeros(Shape.of(10)), Range.ALL), last);
    return new Network(
        name,
        "x",
        Shape.of(32, 32, 3),
        InputLayout.CHANNELS_LAST,
        layers,
        last,
        new Provenance(name + ".onnx", "00", Preprocessing.NONE, List.of()));
  }

  private String block(String input, int channels, int outputs, String name) {
    int stride = channels == outputs ? 1 : 2;
    String first =
        add(name + "_1", convolution(outputs, 3, stride, channels, Range.RELU, 1), input);
    // Branches count for 1/n, so that values stay of one size however deep the network is.
    String second =
        add(name + "_2", convolution(outputs, 3, 1, outputs, Range.ALL, 1.0 / blocks), first);
    String shortcut =
        stride == 1
            ? input
            : add(name + "_s", convolution(outputs, 1, 2, channels, Range.ALL, 1), input);
    return add(name + "_add", new Add(Range.RELU), second, shortcut);
  }

  private String add(String name, Operator operator, String... inputs) {
    layers.add(Layer.of(name, operator, inputs));
    return name;
  }

  private Conv2d convolution(
      int outputs, int kernel, int stride, int inputs, Range activation, double gain) {
    Window window = Window.of(kernel, kernel).withStride(stride, stride);
    int before = stride == 1 ? 1 : 0;
    if (kernel == 3) {
      window = window.withPadding(before, before, 1, 1);
    }
    Shape shape = Shape.of(outputs, kernel, kernel, inputs);
    double deviation = gain * StrictMath.sqrt(2.0 / (kernel * kernel * inputs));
    return new Conv2d(
        gaussian(shape, deviation), Tensor.zeros(Shape.of(outputs)), window, 1, activation);
  }

  private Tensor gaussian(Shape shape, double deviation) {
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = deviation * random.nextGaussian();
    }
    return Tensor.fromDoubles(shape, values);
  }
}
