package lowrank.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConcatenationKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.PadKernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.ReshapeKernel;
import lowrank.kernel.SliceKernel;
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

/**
 * Small networks of every kernel with random shapes and parameters: rectangular images, every kind
 * of convolution, branches that meet again. The same seed gives the same network.
 */
public final class RandomNetworks {
  private static final int KINDS = 12;
  private final Random random;
  private final List<FixedLayer> layers = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private final List<TensorType> types = new ArrayList<>();

  private RandomNetworks(long seed) {
    random = new Random(seed);
  }

  /** A network of up to eight layers. */
  public static FixedNetwork of(long seed) {
    RandomNetworks builder = new RandomNetworks(seed);
    return builder.build("random" + seed);
  }

  /** An input with every byte value equally likely, and runs of the extremes now and then. */
  public static int[] input(FixedNetwork network, Random random) {
    int[] input = new int[network.inputType().shape().elements()];
    int style = random.nextInt(8);
    for (int i = 0; i < input.length; i++) {
      input[i] =
          switch (style) {
            case 0 -> Byte.MIN_VALUE;
            case 1 -> Byte.MAX_VALUE;
            case 2 -> random.nextBoolean() ? Byte.MIN_VALUE : Byte.MAX_VALUE;
            default -> random.nextInt(256) + Byte.MIN_VALUE;
          };
    }
    return input;
  }

  private FixedNetwork build(String name) {
    add(
        "input",
        type(Shape.of(1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(6))));
    int count = 1 + random.nextInt(8);
    while (layers.size() < count) {
      addLayer(random.nextInt(KINDS));
    }
    TensorType input = types.get(0);
    String output = layers.get(layers.size() - 1).name();
    Provenance provenance =
        new Provenance("random.onnx", "0".repeat(64), Preprocessing.NONE, List.of());
    return new FixedNetwork(name, "input", input, layers, output, provenance);
  }

  private void addLayer(int kind) {
    int last = values.size() - 1;
    int at = random.nextInt(4) == 0 ? random.nextInt(values.size()) : last;
    TensorType from = types.get(at);
    switch (kind) {
      case 0, 1, 2 -> append("conv", convolution(from, false), at);
      case 3 -> append("depthwise", convolution(from, true), at);
      case 4 -> append("dense", dense(from), at);
      case 5, 6 -> append("pool", pool(from), at);
      case 7 -> addSum(at);
      case 8 -> append("lookup", lookup(from), at);
      case 9 -> addJoin(at);
      case 10 -> append("cut", random.nextBoolean() ? pad(from) : slice(from), at);
      default -> append("tail", random.nextBoolean() ? softmax(from) : reshape(from), at);
    }
  }

  private void add(String name, TensorType type) {
    values.add(name);
    types.add(type);
  }

  private void append(String name, Kernel kernel, int... inputs) {
    String unique = name + layers.size();
    List<String> names = new ArrayList<>();
    for (int input : inputs) {
      names.add(values.get(input));
    }
    layers.add(new FixedLayer(unique, kernel, names, Origin.of(unique)));
    add(unique, kernel.output());
  }

  private TensorType type(Shape shape) {
    float scale = (float) Math.scalb(1 + random.nextDouble(), -random.nextInt(8));
    return new TensorType(shape, QuantizedType.int8(scale, random.nextInt(256) - 128));
  }

  private TensorType sameType(TensorType type, Shape shape) {
    return new TensorType(shape, type.type());
  }

  /** Lower and upper clamp bound: mostly the whole range. */
  private int[] bounds(TensorType type) {
    int zeroPoint = type.type().zeroPoint();
    return random.nextInt(3) > 0
        ? new int[] {-128, 127}
        : new int[] {zeroPoint, Math.min(127, zeroPoint + 1 + random.nextInt(100))};
  }

  private Kernel convolution(TensorType from, boolean depthwise) {
    Shape in = from.shape();
    if (in.rank() != 3) {
      return dense(from);
    }
    Window window = window(in);
    int channels = in.channels();
    int groups = depthwise ? channels : random.nextInt(4) == 0 && channels % 2 == 0 ? 2 : 1;
    int outputs = groups * (1 + random.nextInt(depthwise ? 2 : 6));
    Shape out = Shape.of(window.outputHeight(in.height()), window.outputWidth(in.width()), outputs);
    Shape weights =
        Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), channels / groups);
    return convolution(from, type(out), window, groups, false, weights);
  }

  private Kernel dense(TensorType from) {
    int outputs = 1 + random.nextInt(9);
    Shape weights = Shape.of(outputs, 1, 1, from.shape().elements());
    return convolution(from, type(Shape.of(outputs)), Window.POINT, 1, true, weights);
  }

  private Window window(Shape in) {
    if (random.nextInt(3) == 0) {
      return Window.POINT.withStride(1 + random.nextInt(2), 1 + random.nextInt(2));
    }
    int dilation = random.nextInt(4) == 0 ? 2 : 1;
    Window window =
        Window.of(1 + random.nextInt(4), 1 + random.nextInt(4))
            .withStride(1 + random.nextInt(3), 1 + random.nextInt(3))
            .withDilation(dilation, dilation);
    if (random.nextInt(3) > 0) {
      window =
          window.withPadding(
              random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
    }
    boolean fits = window.outputHeight(in.height()) > 0 && window.outputWidth(in.width()) > 0;
    return fits ? window : Window.POINT;
  }

  private Kernel convolution(
      TensorType from, TensorType to, Window window, int groups, boolean dense, Shape weights) {
    int outputs = weights.dimension(0);
    int terms = weights.elements() / outputs;
    int[] values = random.ints(weights.elements(), -127, 128).toArray();
    int[] bias = random.ints(outputs, -4000, 4001).toArray();
    int[] multipliers = new int[outputs];
    int[] shifts = new int[outputs];
    for (int channel = 0; channel < outputs; channel++) {
      double typical = 100.0 / (128 * 74 * StrictMath.sqrt(terms));
      double factor = typical * Math.scalb(0.5 + random.nextDouble(), random.nextInt(5) - 2);
      Multiplier multiplier = random.nextInt(40) == 0 ? extreme() : Multiplier.of(factor);
      multipliers[channel] = multiplier.value();
      shifts[channel] = multiplier.shift();
    }
    int[] bounds = bounds(to);
    return new ConvolutionKernel(
        from,
        to,
        window,
        groups,
        dense,
        new IntTensor(weights, ElementType.INT8, values),
        IntTensor.vector(ElementType.INT32, bias),
        new Requantiser(
            IntTensor.vector(ElementType.INT32, multipliers),
            IntTensor.vector(ElementType.INT8, shifts),
            to.type().zeroPoint(),
            bounds[0],
            bounds[1]));
  }

  /** A channel that is switched off, or hardly, or enlarged. */
  private Multiplier extreme() {
    return switch (random.nextInt(3)) {
      case 0 -> new Multiplier(0, 0);
      case 1 -> new Multiplier(Integer.MAX_VALUE, -31);
      default -> new Multiplier(1 << 30, 2);
    };
  }

  private Kernel pool(TensorType from) {
    Shape in = from.shape();
    if (in.rank() != 3) {
      return lookup(from);
    }
    PoolKernel.Mode mode = PoolKernel.Mode.values()[random.nextInt(2)];
    Window window = Window.of(in.height(), in.width());
    if (random.nextInt(4) > 0) {
      int height = 1 + random.nextInt(Math.min(4, in.height()));
      int width = 1 + random.nextInt(Math.min(4, in.width()));
      window =
          Window.of(height, width)
              .withStride(1 + random.nextInt(3), 1 + random.nextInt(3))
              .withPadding(
                  random.nextInt(height),
                  random.nextInt(width),
                  random.nextInt(height),
                  random.nextInt(width));
      window = withoutEmptyWindows(window, in);
    }
    Shape out =
        Shape.of(window.outputHeight(in.height()), window.outputWidth(in.width()), in.channels());
    int[] bounds = bounds(from);
    return new PoolKernel(from, sameType(from, out), window, mode, bounds[0], bounds[1]);
  }

  /** Every window must see at least one row and column of the image. */
  private static Window withoutEmptyWindows(Window window, Shape in) {
    int lastRow = (window.outputHeight(in.height()) - 1) * window.strideHeight() - window.padTop();
    int lastColumn = (window.outputWidth(in.width()) - 1) * window.strideWidth() - window.padLeft();
    return lastRow < in.height() && lastColumn < in.width()
        ? window
        : window.withPadding(window.padTop(), window.padLeft(), 0, 0);
  }

  private void addSum(int at) {
    TensorType left = types.get(at);
    int other = at;
    for (int i = 0; i < types.size(); i++) {
      if (i != at && types.get(i).shape().equals(left.shape())) {
        other = i;
      }
    }
    TensorType output = type(left.shape());
    int[] bounds = bounds(output);
    Kernel kernel = AddKernel.of(left, types.get(other), output, bounds[0], bounds[1]);
    append("sum", kernel, at, other);
  }

  private void addJoin(int at) {
    TensorType type = types.get(at);
    int axis = random.nextInt(type.shape().rank());
    int copies = 2 + random.nextInt(2);
    List<Integer> dimensions = new ArrayList<>(type.shape().dimensions());
    dimensions.set(axis, dimensions.get(axis) * copies);
    List<TensorType> inputs = new ArrayList<>();
    int[] indices = new int[copies];
    for (int i = 0; i < copies; i++) {
      inputs.add(type);
      indices[i] = at;
    }
    TensorType output = sameType(type, new Shape(dimensions));
    append("join", new ConcatenationKernel(inputs, output, axis), indices);
  }

  private Kernel lookup(TensorType from) {
    int[] table = random.ints(256, -128, 128).toArray();
    return LookupKernel.of(from, type(from.shape()), "Sigmoid", i -> table[i + 128]);
  }

  private Kernel pad(TensorType from) {
    List<Integer> before = new ArrayList<>();
    List<Integer> dimensions = new ArrayList<>();
    for (int dimension : from.shape().dimensions()) {
      before.add(random.nextInt(3));
      dimensions.add(dimension + before.get(before.size() - 1) + random.nextInt(3));
    }
    TensorType output = sameType(from, new Shape(dimensions));
    return new PadKernel(from, output, before, from.type().zeroPoint());
  }

  private Kernel slice(TensorType from) {
    List<Integer> begin = new ArrayList<>();
    List<Integer> step = new ArrayList<>();
    List<Integer> dimensions = new ArrayList<>();
    for (int dimension : from.shape().dimensions()) {
      int first = random.nextInt(dimension);
      int stride = 1 + random.nextInt(2);
      begin.add(first);
      step.add(stride);
      dimensions.add(1 + random.nextInt((dimension - first - 1) / stride + 1));
    }
    return new SliceKernel(from, sameType(from, new Shape(dimensions)), begin, step);
  }

  private Kernel softmax(TensorType from) {
    TensorType output = new TensorType(from.shape(), QuantizedType.int8(1 / 256f, -128));
    return SoftmaxKernel.of(from, output, 1);
  }

  private Kernel reshape(TensorType from) {
    return new ReshapeKernel(from, sameType(from, Shape.of(from.shape().elements())));
  }
}
