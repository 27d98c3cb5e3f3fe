package lowrank.random;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.fixed.Requantiser;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConcatenationKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.SoftmaxKernel;
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

/** Random int8 layers of the sizes that networks for microcontrollers have, to count. */
public final class SizedNetworks {
  private static final int MOST_ELEMENTS = 1 << 14;
  private static final int MOST_WEIGHTS = 40_000;
  private static final long MOST_MULTIPLIES = 2_500_000;
  private static final List<Integer> CHANNELS = List.of(4, 8, 12, 16, 16, 24, 32, 32, 48, 64);
  private static final List<Shape> INPUTS =
      List.of(Shape.of(32, 32, 3), Shape.of(16, 16, 16), Shape.of(25, 5, 64), Shape.of(24, 24, 8));

  private final Random random;
  private final Map<String, TensorType> values = new LinkedHashMap<>();
  private final List<FixedLayer> layers = new ArrayList<>();

  private SizedNetworks(long seed) {
    // Random itself draws alike first numbers for seeds that lie near each other.
    this.random = new Random(new SplittableRandom(seed).nextLong());
  }

  /** A network of {@code count} layers, not all of which the output depends on. */
  public static FixedNetwork network(long seed, int count) {
    return new SizedNetworks(seed).build("sized " + seed, count);
  }

  private FixedNetwork build(String name, int count) {
    TensorType input = new TensorType(pick(INPUTS), type());
    values.put("data", input);
    while (layers.size() < count) {
      List<String> images =
          values.keySet().stream().filter(v -> values.get(v).shape().rank() == 3).toList();
      String from =
          random.nextInt(3) == 0
              ? "data"
              : images.get(images.size() - 1 - random.nextInt(Math.min(3, images.size())));
      addLayer(from, values.get(from));
    }
    Provenance provenance = new Provenance(name, "", Preprocessing.NONE, List.of());
    String output = layers.get(layers.size() - 1).name();
    return new FixedNetwork(name, "data", input, layers, output, provenance);
  }

  private void addLayer(String from, TensorType input) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> convolution(from, input, List.of(3, 3, 3, 5), false);
      case 3, 4 -> convolution(from, input, List.of(1), false);
      case 5, 6 -> convolution(from, input, List.of(3, 3, 3, 5), true);
      case 7 -> dense(from, input);
      case 8 -> pool(from, input);
      case 9 -> sum(from, input);
      case 10 -> line(from, input);
      default -> other(from, input);
    }
  }

  private void convolution(String from, TensorType input, List<Integer> sizes, boolean depthwise) {
    int size = pick(sizes);
    int stride = size > 1 && random.nextInt(3) == 0 ? 2 : 1;
    windowed(from, input, Window.of(size, size).withStride(stride, stride), depthwise);
  }

  /** Half of a separated convolution. */
  private void line(String from, TensorType input) {
    boolean down = random.nextBoolean();
    windowed(from, input, Window.of(down ? 3 : 1, down ? 1 : 3), random.nextInt(3) == 0);
  }

  private void windowed(String from, TensorType input, Window window, boolean depthwise) {
    Shape image = input.shape();
    Window padded = random.nextInt(4) == 0 ? window : same(window);
    int height = padded.outputHeight(image.height());
    int width = padded.outputWidth(image.width());
    if (height < 1 || width < 1) {
      return;
    }
    int groups = depthwise ? image.channels() : 1;
    int outputs = depthwise ? image.channels() : channels();
    Shape weights =
        Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), image.channels() / groups);
    weighted(from, input, Shape.of(height, width, outputs), padded, weights, groups);
  }

  private static Window same(Window window) {
    int rows = window.kernelHeight() - 1;
    int columns = window.kernelWidth() - 1;
    return window.withPadding(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
  }

  private void dense(String from, TensorType input) {
    int outputs = channels();
    Shape weights = Shape.of(outputs, 1, 1, input.shape().elements());
    weighted(from, input, Shape.of(outputs), Window.POINT, weights, 0);
  }

  /** With no groups a dense layer; nothing if it were too large. */
  private void weighted(
      String from, TensorType input, Shape output, Window window, Shape shape, int groups) {
    int terms = shape.elements() / shape.dimension(0);
    boolean large = (long) output.elements() * terms > MOST_MULTIPLIES;
    if (large || output.elements() > MOST_ELEMENTS || shape.elements() > MOST_WEIGHTS) {
      return;
    }
    int channels = shape.dimension(0);
    int[] table = new int[shape.elements()];
    boolean uniform = random.nextBoolean();
    for (int i = 0; i < table.length; i++) {
      double value = uniform ? random.nextInt(255) - 127 : 30 * random.nextGaussian();
      table[i] = (int) Math.max(-127, Math.min(127, Math.rint(value)));
    }
    TensorType to = new TensorType(output, type());
    // About 40 steps of standard deviation at the output: hardly any is clamped.
    double quotient = to.type().scale() / input.type().scale();
    float scale = (float) (40 * quotient / (74 * (uniform ? 73 : 30) * StrictMath.sqrt(terms)));
    float[] scales = new float[channels];
    for (int i = 0; i < channels; i++) {
      scales[i] = scale * (0.6f + 0.8f * random.nextFloat());
    }
    QuantizedWeights weights =
        new QuantizedWeights(
            new IntTensor(shape, ElementType.INT8, table), Tensor.vector(scales), Optional.empty());
    Range clamp = pick(List.of(Range.ALL, Range.RELU));
    int[] biases = random.ints(channels, -2000, 2000).toArray();
    add(
        new ConvolutionKernel(
            input,
            to,
            window,
            Math.max(1, groups),
            groups == 0,
            weights.weights(),
            IntTensor.vector(ElementType.INT32, biases),
            Requantiser.of(input.type(), weights, channels, groups == 0, to.type(), clamp)),
        List.of(from));
  }

  private void pool(String from, TensorType input) {
    Shape image = input.shape();
    int size = pick(List.of(2, 2, 3, image.height()));
    Window window = Window.of(size, Math.min(size, image.width())).withStride(2, 2);
    int height = window.outputHeight(image.height());
    int width = window.outputWidth(image.width());
    if (height >= 1 && width >= 1) {
      TensorType to = new TensorType(Shape.of(height, width, image.channels()), input.type());
      PoolKernel.Mode mode = pick(List.of(PoolKernel.Mode.MAXIMUM, PoolKernel.Mode.AVERAGE));
      add(new PoolKernel(input, to, window, mode, -128, 127), List.of(from));
    }
  }

  private void sum(String from, TensorType input) {
    List<String> others =
        values.keySet().stream()
            .filter(name -> values.get(name).shape().equals(input.shape()))
            .toList();
    String other = pick(others);
    TensorType to = new TensorType(input.shape(), type());
    int minimum = random.nextBoolean() ? -128 : to.type().zeroPoint();
    add(AddKernel.of(input, values.get(other), to, minimum, 127), List.of(from, other));
  }

  private void other(String from, TensorType input) {
    switch (random.nextInt(4)) {
      case 0 -> {
        TensorType to = new TensorType(Shape.of(input.shape().channels()), type());
        add(MeanKernel.of(input, to), List.of(from));
      }
      case 1 -> {
        TensorType to = new TensorType(input.shape(), QuantizedType.int8(1 / 256f, -128));
        add(SoftmaxKernel.of(input, to, 1), List.of(from));
      }
      case 2 -> {
        TensorType to = new TensorType(input.shape(), type());
        add(LookupKernel.of(input, to, "Sigmoid", value -> value / 2), List.of(from));
      }
      default -> {
        Shape image = input.shape();
        Shape twice = Shape.of(image.height(), image.width(), 2 * image.channels());
        TensorType to = new TensorType(twice, input.type());
        add(new ConcatenationKernel(List.of(input, input), to, 2), List.of(from, from));
      }
    }
  }

  private void add(Kernel kernel, List<String> inputs) {
    if (kernel.output().shape().elements() > MOST_ELEMENTS) {
      return;
    }
    String name = "layer" + layers.size();
    layers.add(new FixedLayer(name, kernel, inputs, Origin.of(name)));
    values.put(name, kernel.output());
  }

  private int channels() {
    return random.nextInt(4) == 0 ? 1 + random.nextInt(64) : pick(CHANNELS);
  }

  private QuantizedType type() {
    return QuantizedType.int8(0.02f + 0.06f * random.nextFloat(), random.nextInt(256) - 128);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
