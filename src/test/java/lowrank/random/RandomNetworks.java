package lowrank.random;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConcatenationKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.Operand;
import lowrank.kernel.PadKernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.ProductKernel;
import lowrank.kernel.RequantiseKernel;
import lowrank.kernel.ReshapeKernel;
import lowrank.kernel.ResizeNearestKernel;
import lowrank.kernel.SliceKernel;
import lowrank.kernel.SoftmaxKernel;
import lowrank.kernel.SumKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.TransposeKernel;
import lowrank.kernel.TransposedConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/** Small networks of all kernels in all constellations, the same for the same seed. */
public final class RandomNetworks {
  private static final List<String> NAMES =
      List.of("conv", "layer1/layer1.0/conv1", "a*/b", "input", "switch", "7", "model/é;x", "Add");

  /** Kinds of layers in networks of windowed layers. */
  private static final List<Integer> WINDOWED = List.of(0, 1, 2, 3, 4, 4, 4, 5, 6, 7);

  private final Random random;
  private final boolean mixed;
  private final Map<String, TensorType> values = new LinkedHashMap<>();
  private final List<FixedLayer> layers = new ArrayList<>();

  private boolean halfwords;
  private boolean windowed;
  private boolean chained;

  private RandomNetworks(Random random, boolean mixed) {
    this.random = random;
    this.mixed = mixed;
  }

  /** A network of {@code count} layers. */
  public static FixedNetwork network(long seed, int count) {
    return new RandomNetworks(new Random(seed), false).build("random " + seed, count);
  }

  /** A network of at least {@code count} layers with int8 and int16 activations. */
  public static FixedNetwork mixed(long seed, int count) {
    return new RandomNetworks(new Random(seed), true).build("mixed " + seed, count);
  }

  /** Random integers of an activation's type. */
  public static int[] integers(Random random, TensorType type) {
    ElementType element = type.type().element();
    return random.ints(type.shape().elements(), element.minimum(), element.maximum() + 1).toArray();
  }

  /** The integers of an activation as bytes, the lower ones first. */
  public static byte[] encode(TensorType type, int[] values) {
    int width = type.type().element().bytes();
    byte[] bytes = new byte[values.length * width];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i / width] >> (8 * (i % width)));
    }
    return bytes;
  }

  /** A network of {@code count} convolutions of all kinds, dense layers, pools and sums. */
  public static FixedNetwork windowed(long seed, int count) {
    return windowed(seed, count, false);
  }

  /** The same, with int8 and int16 activations if {@code mixed}. */
  public static FixedNetwork windowed(long seed, int count, boolean mixed) {
    RandomNetworks networks = new RandomNetworks(new Random(seed), mixed);
    networks.windowed = true;
    return networks.build("windowed " + seed, count);
  }

  /**
   * A network of {@code count} depthwise convolutions with windows of few taps.
   *
   * @param element type of all activations
   */
  public static FixedNetwork shortWindows(long seed, int count, ElementType element) {
    RandomNetworks networks = new RandomNetworks(new Random(seed), false);
    networks.halfwords = element == ElementType.INT16;
    Shape shape =
        Shape.of(networks.between(3, 12), networks.between(3, 13), networks.between(4, 40));
    TensorType input = new TensorType(shape, networks.type());
    networks.values.put("data", input);
    while (networks.layers.size() < count) {
      networks.shortWindow(input);
    }
    Provenance provenance =
        new Provenance("short.onnx", "0".repeat(64), Preprocessing.NONE, List.of());
    String output = networks.layers.get(count - 1).name();
    return new FixedNetwork("short", "data", input, networks.layers, output, provenance);
  }

  private void shortWindow(TensorType input) {
    Shape image = input.shape();
    boolean down = random.nextBoolean();
    int length = between(2, 4);
    Window window =
        random.nextInt(3) == 0 ? Window.of(3, 3) : Window.of(down ? length : 1, down ? 1 : length);
    window = window.withStride(between(1, 2), between(1, 2));
    if (random.nextInt(3) > 0) {
      int rows = window.kernelHeight() - 1;
      int columns = window.kernelWidth() - 1;
      window = window.withPadding(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
    }
    int height = window.outputHeight(image.height());
    int width = window.outputWidth(image.width());
    if (height >= 1 && width >= 1) {
      int channels = image.channels();
      Shape weights = Shape.of(channels, window.kernelHeight(), window.kernelWidth(), 1);
      add(
          kernel(input, output(height, width, channels), window, channels, false, weights),
          List.of("data"));
    }
  }

  /**
   * A network of at least {@code count} layers, nearly all of them convolutions that read what the
   * one before wrote.
   *
   * @param mixed whether some activations are int16
   */
  public static FixedNetwork chained(long seed, int count, boolean mixed) {
    RandomNetworks networks = new RandomNetworks(new Random(seed), mixed);
    networks.windowed = true;
    networks.chained = true;
    return networks.build("chained " + seed, count);
  }

  /** Random bytes. */
  public static int[] bytes(Random random, int count) {
    return IntStream.range(0, count).map(i -> random.nextInt(256) - 128).toArray();
  }

  private FixedNetwork build(String name, int count) {
    boolean colours = windowed && random.nextInt(4) == 0;
    int channels = colours ? 3 : channels(windowed ? 24 : 12);
    int most = chained ? 14 : 9;
    int width = windowed && random.nextInt(3) == 0 ? 4 * between(1, 4) : between(1, most);
    Shape shape = Shape.of(between(1, most), width, channels);
    TensorType input = new TensorType(shape, type());
    values.put("data", input);
    while (layers.size() < count) {
      addLayer();
    }
    String output = layers.get(random.nextInt(4) == 0 ? count / 2 : layers.size() - 1).name();
    Provenance provenance =
        new Provenance("random.onnx", "0".repeat(64), Preprocessing.NONE, List.of());
    return new FixedNetwork(name, "data", input, layers, output, provenance);
  }

  private void addLayer() {
    if (chained && random.nextInt(7) > 0) {
      String last = layers.isEmpty() ? "data" : layers.get(layers.size() - 1).name();
      convolution(last, values.get(last), random.nextInt(3) == 0);
      return;
    }
    String from = anyValue();
    TensorType input = values.get(from);
    if (mixed && random.nextInt(6) == 0) {
      requantisation(from, input, type());
      return;
    }
    int kind = windowed ? WINDOWED.get(random.nextInt(WINDOWED.size())) : random.nextInt(18);
    boolean narrow = kind == 11 || kind == 14 || kind >= 17;
    if (input.type().element() == ElementType.INT16 && narrow) {
      from = requantisation(from, input, QuantizedType.int8(0.5f, between(-128, 127)));
      input = values.get(from);
    }
    switch (kind) {
      case 0, 1, 2, 3 -> convolution(from, input, false);
      case 4 -> convolution(from, input, true);
      case 5 -> dense(from, input);
      case 6 -> pool(from, input);
      case 7 -> arithmetic(from, input);
      case 8 -> concatenation(from, input);
      case 9 -> pad(from, input);
      case 10 -> slice(from, input);
      case 11 -> add(lookup(input), List.of(from));
      case 12 -> reshape(from, input);
      case 13 -> mean(from, input);
      case 14 -> transposedConvolution(from, input);
      case 15 -> transpose(from, input);
      case 16 -> resize(from, input);
      default -> add(SoftmaxKernel.of(input, softmaxOutput(input), 1), List.of(from));
    }
  }

  private String requantisation(String from, TensorType input, QuantizedType type) {
    TensorType output = new TensorType(input.shape(), type);
    double quotient = (double) input.type().scale() / type.scale();
    Multiplier multiplier =
        random.nextInt(4) == 0
            ? new Multiplier(between(1 << 30, Integer.MAX_VALUE), between(-20, 12))
            : Multiplier.of(quotient);
    ElementType element = type.element();
    int minimum = random.nextBoolean() ? element.minimum() : type.zeroPoint();
    add(new RequantiseKernel(input, output, multiplier, minimum, element.maximum()), List.of(from));
    return layers.get(layers.size() - 1).name();
  }

  private String anyValue() {
    List<String> names = List.copyOf(values.keySet());
    int back = Math.min(names.size(), random.nextInt(3) == 0 ? names.size() : 2);
    return names.get(names.size() - 1 - random.nextInt(back));
  }

  private void add(Kernel kernel, List<String> inputs) {
    String name = NAMES.get(random.nextInt(NAMES.size())) + "#" + layers.size();
    Origin origin =
        random.nextBoolean()
            ? Origin.of(name)
            : new Origin("source*/" + name, "tucker2", List.of(3, 4), 0.125);
    layers.add(new FixedLayer(name, kernel, inputs, origin));
    values.put(name, kernel.output());
  }

  private int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  private QuantizedType type() {
    if (halfwords || (mixed && random.nextInt(2) == 0)) {
      return QuantizedType.int16((0.001f + random.nextFloat()) / 64);
    }
    return int8();
  }

  private QuantizedType int8() {
    int zeroPoint = random.nextInt(4) == 0 ? between(0, 1) * 255 - 128 : between(-128, 127);
    return QuantizedType.int8(0.001f + random.nextFloat(), zeroPoint);
  }

  private TensorType output(int... dimensions) {
    return new TensorType(Shape.of(dimensions), type());
  }

  private static Shape image(TensorType type) {
    Shape shape = type.shape();
    return Shape.of(shape.height(), shape.width(), shape.channels());
  }

  private Window window(Shape image, boolean dilated) {
    for (int attempt = 0; attempt < 100; attempt++) {
      Window window =
          new Window(
              between(1, 5),
              between(1, 5),
              between(1, 3),
              between(1, 3),
              dilated && random.nextInt(4) == 0 ? between(1, 3) : 1,
              dilated && random.nextInt(4) == 0 ? between(1, 3) : 1,
              between(0, 3),
              between(0, 3),
              between(0, 3),
              between(0, 3));
      window = random.nextInt(3) == 0 ? window.withPadding(0, 0, 0, 0) : window;
      window = random.nextInt(3) == 0 ? window.horizontal() : window;
      window = random.nextInt(4) == 0 ? window.vertical() : window;
      int height = window.outputHeight(image.height());
      int width = window.outputWidth(image.width());
      if (height >= 1 && height <= 12 && width >= 1 && width <= 12) {
        return window;
      }
    }
    return Window.POINT;
  }

  /** A window with usual padding, or none if it does not fit otherwise. */
  private Window rowByRow(Shape image) {
    int height = between(1, 3);
    int width = between(1, 3);
    int stride = random.nextInt(4) == 0 ? Math.min(2, height) : 1;
    Window window =
        Window.of(height, width)
            .withStride(stride, random.nextInt(4) == 0 ? 2 : 1)
            .withPadding((height - 1) / 2, (width - 1) / 2, height / 2, width / 2);
    return window.outputHeight(image.height()) >= 1 && window.outputWidth(image.width()) >= 1
        ? window
        : Window.POINT;
  }

  private void convolution(String from, TensorType input, boolean depthwise) {
    if (input.shape().rank() != 3) {
      dense(from, input);
      return;
    }
    Shape image = input.shape();
    Window window =
        random.nextInt(3) == 0
            ? Window.POINT
            : chained && random.nextInt(4) > 0 ? rowByRow(image) : window(image, true);
    int groups =
        depthwise ? image.channels() : random.nextInt(4) == 0 ? divisor(image.channels()) : 1;
    int outputs =
        groups * (depthwise && random.nextInt(3) > 0 ? 1 : channels(Math.max(1, 20 / groups)));
    TensorType output =
        output(window.outputHeight(image.height()), window.outputWidth(image.width()), outputs);
    Shape weights =
        Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), image.channels() / groups);
    add(kernel(input, output, window, groups, false, weights), List.of(from));
  }

  private void dense(String from, TensorType input) {
    int outputs = between(1, 20);
    Shape weights = Shape.of(outputs, input.shape().elements());
    add(kernel(input, output(outputs), Window.POINT, 1, true, weights), List.of(from));
  }

  /** As far as windowed layers go, often a whole number of words. */
  private int channels(int most) {
    int count = between(1, most);
    return windowed && random.nextBoolean() ? (count + 3) / 4 * 4 : count;
  }

  private int divisor(int number) {
    List<Integer> divisors =
        IntStream.rangeClosed(1, number).filter(i -> number % i == 0).boxed().toList();
    return divisors.get(random.nextInt(divisors.size()));
  }

  private ConvolutionKernel kernel(
      TensorType input,
      TensorType output,
      Window window,
      int groups,
      boolean dense,
      Shape weights) {
    int channels = weights.dimension(0);
    boolean wide = input.type().element() == ElementType.INT16;
    int length = weights.elements() / channels;
    int most = windowed && random.nextInt(3) == 0 ? 63 : 127;
    int largest = wide ? Math.max(1, Math.min(most, 65000 / length)) : most;
    int[] values =
        IntStream.range(0, weights.elements()).map(i -> between(-largest, largest)).toArray();
    int[] bias = IntStream.range(0, channels).map(i -> between(-20000, 20000)).toArray();
    return new ConvolutionKernel(
        input,
        output,
        window,
        groups,
        dense,
        new IntTensor(weights, ElementType.INT8, values),
        IntTensor.vector(ElementType.INT32, bias),
        requantiser(channels, length, input, output, dense));
  }

  private Requantiser requantiser(
      int channels, int length, TensorType input, TensorType output, boolean dense) {
    int inputBytes = input.type().element().bytes();
    int outputBytes = output.type().element().bytes();
    double step = Math.pow(256, outputBytes - inputBytes);
    boolean once = dense || inputBytes > 1 || outputBytes > 1;
    boolean uniform = random.nextInt(3) == 0;
    int kind = random.nextInt(6);
    int[] multipliers = new int[channels];
    int[] shifts = new int[channels];
    for (int channel = 0; channel < channels; channel++) {
      double factor = step * (0.5 + random.nextDouble()) / (60 * Math.sqrt(length));
      Multiplier multiplier =
          switch (kind) {
            case 0 -> new Multiplier(between(1 << 30, Integer.MAX_VALUE), between(-31, 30));
            case 1 -> Multiplier.of(channel == 0 ? 0 : factor * 128);
            case 2 -> Multiplier.of(0.5 + random.nextDouble() / 2);
            default -> Multiplier.of(factor);
          };
      boolean copy = uniform && channel > 0;
      multipliers[channel] = copy ? multipliers[0] : multiplier.value();
      shifts[channel] = copy ? shifts[0] : multiplier.shift();
    }
    ElementType element = output.type().element();
    int minimum = random.nextBoolean() ? element.minimum() : output.type().zeroPoint();
    int maximum = random.nextBoolean() ? element.maximum() : between(minimum, element.maximum());
    return new Requantiser(
        IntTensor.vector(ElementType.INT32, multipliers),
        IntTensor.vector(ElementType.INT8, shifts),
        output.type().zeroPoint(),
        minimum,
        maximum,
        once ? Rounding.ONCE : Rounding.TWICE);
  }

  private void transposedConvolution(String from, TensorType input) {
    Shape in = input.shape();
    if (in.rank() != 3 || in.elements() > 800) {
      return;
    }
    Window window =
        Window.of(between(1, 4), between(1, 4))
            .withStride(between(1, 3), between(1, 3))
            .withPadding(between(0, 2), between(0, 2), 0, 0);
    int outputs = between(1, 8);
    int rows = size(in.height(), window.kernelHeight(), window.strideHeight(), window.padTop());
    int columns = size(in.width(), window.kernelWidth(), window.strideWidth(), window.padLeft());
    if (rows > 14 || columns > 14) {
      return;
    }
    Shape shape = Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), in.channels());
    TensorType output = output(rows, columns, outputs);
    int[] values = IntStream.range(0, shape.elements()).map(i -> between(-127, 127)).toArray();
    int[] bias = IntStream.range(0, outputs).map(i -> between(-20000, 20000)).toArray();
    add(
        new TransposedConvolutionKernel(
            input,
            output,
            window,
            new IntTensor(shape, ElementType.INT8, values),
            IntTensor.vector(ElementType.INT32, bias),
            requantiser(outputs, shape.elements() / outputs, input, output, false)),
        List.of(from));
  }

  private int size(int size, int kernel, int stride, int before) {
    return Math.max(1, (size - 1) * stride + kernel - before + between(-2, 2));
  }

  private void transpose(String from, TensorType input) {
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < input.shape().rank(); axis++) {
      order.add(random.nextInt(axis + 1), axis);
    }
    List<Integer> sizes = order.stream().map(input.shape()::dimension).toList();
    TensorType output = new TensorType(new Shape(sizes), input.type());
    add(new TransposeKernel(input, output, order), List.of(from));
  }

  private void resize(String from, TensorType input) {
    Shape in = input.shape();
    if (in.rank() != 3) {
      return;
    }
    List<Integer> rows = positions(in.height());
    List<Integer> columns = positions(in.width());
    Shape shape = Shape.of(rows.size(), columns.size(), in.channels());
    TensorType output = new TensorType(shape, input.type());
    add(ResizeNearestKernel.of(input, output, rows, columns), List.of(from));
  }

  private List<Integer> positions(int size) {
    int factor = between(1, Math.max(1, 12 / size));
    return random.nextBoolean()
        ? IntStream.range(0, size * factor).map(i -> i / factor).boxed().toList()
        : IntStream.range(0, between(1, 10)).map(i -> random.nextInt(size)).boxed().toList();
  }

  private void mean(String from, TensorType input) {
    if (input.shape().rank() == 3) {
      add(MeanKernel.of(input, output(1, 1, input.shape().channels())), List.of(from));
    }
  }

  private void pool(String from, TensorType input) {
    Shape image = image(input);
    if (input.shape().rank() != 3) {
      return;
    }
    Window window =
        random.nextInt(3) == 0
            ? Window.of(image.height(), image.width())
            : window(image, false).withPadding(0, 0, 0, 0);
    if (random.nextBoolean()) {
      window =
          window.withPadding(
              window.kernelHeight() / 2,
              window.kernelWidth() / 2,
              window.kernelHeight() / 2,
              window.kernelWidth() / 2);
    }
    int height = window.outputHeight(image.height());
    int width = window.outputWidth(image.width());
    if (height < 1 || width < 1) {
      return;
    }
    PoolKernel.Mode mode = PoolKernel.Mode.values()[random.nextInt(2)];
    TensorType output = new TensorType(Shape.of(height, width, image.channels()), input.type());
    ElementType element = input.type().element();
    int minimum =
        random.nextBoolean() ? element.minimum() : between(element.minimum(), element.maximum());
    add(new PoolKernel(input, output, window, mode, minimum, element.maximum()), List.of(from));
  }

  private void addition(String from, TensorType input) {
    List<String> others =
        values.keySet().stream()
            .filter(name -> values.get(name).shape().equals(input.shape()))
            .toList();
    String other = others.get(random.nextInt(others.size()));
    TensorType output = new TensorType(input.shape(), type());
    ElementType element = output.type().element();
    int minimum = random.nextBoolean() ? element.minimum() : output.type().zeroPoint();
    boolean swapped = random.nextBoolean();
    add(
        AddKernel.of(
            values.get(swapped ? other : from),
            values.get(swapped ? from : other),
            output,
            minimum,
            element.maximum()),
        swapped ? List.of(other, from) : List.of(from, other));
  }

  private void arithmetic(String from, TensorType input) {
    switch (random.nextInt(3)) {
      case 0 -> addition(from, input);
      case 1 -> constantOperand(from, input);
      default -> twoOperands(from, input);
    }
  }

  private void constantOperand(String from, TensorType input) {
    int channels = input.shape().channels();
    int size = List.of(1, channels, input.shape().elements()).get(random.nextInt(3));
    IntTensor table = IntTensor.vector(ElementType.INT8, bytes(random, size));
    Operand constant = new Operand(new TensorType(Shape.of(size), type()), Optional.of(table));
    Operand activation = Operand.of(input);
    boolean swapped = random.nextBoolean();
    add(
        operation(swapped ? constant : activation, swapped ? activation : constant, input.shape()),
        List.of(from));
  }

  /** With one of the same shape, or of a single pixel, where there is one. */
  private void twoOperands(String from, TensorType input) {
    List<String> others =
        values.keySet().stream()
            .filter(name -> repeats(values.get(name).shape(), input.shape()))
            .toList();
    String other = others.get(random.nextInt(others.size()));
    boolean swapped = random.nextBoolean();
    Operand left = Operand.of(values.get(swapped ? other : from));
    Operand right = Operand.of(values.get(swapped ? from : other));
    add(
        operation(left, right, input.shape()),
        swapped ? List.of(other, from) : List.of(from, other));
  }

  private static boolean repeats(Shape small, Shape large) {
    return small.equals(large)
        || (small.rank() == large.rank()
            && (small.elements() == 1
                || (small.elements() == small.channels() && small.channels() == large.channels())));
  }

  private Kernel operation(Operand left, Operand right, Shape shape) {
    TensorType output = new TensorType(shape, type());
    ElementType element = output.type().element();
    int minimum = random.nextBoolean() ? element.minimum() : output.type().zeroPoint();
    boolean wide =
        Stream.of(left.type(), right.type(), output)
            .anyMatch(type -> type.type().element() == ElementType.INT16);
    return random.nextBoolean() || wide
        ? SumKernel.of(left, right, output, random.nextBoolean(), minimum, element.maximum())
        : ProductKernel.of(left, right, output, minimum, element.maximum());
  }

  private void concatenation(String from, TensorType input) {
    int axis = random.nextInt(input.shape().rank());
    int count = between(1, 3);
    List<TensorType> inputs = new ArrayList<>(List.of(input));
    List<String> names = new ArrayList<>(List.of(from));
    int size = input.shape().dimension(axis);
    for (String name : values.keySet()) {
      Shape shape = values.get(name).shape();
      boolean same = values.get(name).type().element() == input.type().element();
      if (same && inputs.size() < count && fits(shape, input.shape(), axis)) {
        inputs.add(values.get(name));
        names.add(name);
        size += shape.dimension(axis);
      }
    }
    if (size > 30) {
      return;
    }
    TensorType output = new TensorType(with(input.shape(), axis, size), input.type());
    add(new ConcatenationKernel(inputs, output, axis), names);
  }

  private static boolean fits(Shape shape, Shape other, int axis) {
    return shape.rank() == other.rank() && with(shape, axis, 1).equals(with(other, axis, 1));
  }

  private static Shape with(Shape shape, int axis, int size) {
    List<Integer> dimensions = new ArrayList<>(shape.dimensions());
    dimensions.set(axis, size);
    return new Shape(dimensions);
  }

  private void pad(String from, TensorType input) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int size : input.shape().dimensions()) {
      before.add(random.nextBoolean() ? 0 : between(0, 2));
      after.add(before.get(before.size() - 1) + size + (random.nextBoolean() ? 0 : between(0, 2)));
    }
    TensorType output = new TensorType(new Shape(after), input.type());
    if (output.shape().elements() < 3000) {
      boolean wide = input.type().element() == ElementType.INT16;
      int value = wide && random.nextBoolean() ? between(-32768, 32767) : input.type().zeroPoint();
      add(new PadKernel(input, output, before, value), List.of(from));
    }
  }

  private void slice(String from, TensorType input) {
    List<Integer> begin = new ArrayList<>();
    List<Integer> step = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int size : input.shape().dimensions()) {
      begin.add(random.nextBoolean() ? 0 : random.nextInt(size));
      step.add(random.nextInt(3) > 0 ? 1 : between(1, 3));
      int left = (size - begin.get(begin.size() - 1) - 1) / step.get(step.size() - 1) + 1;
      sizes.add(random.nextBoolean() ? left : between(1, left));
    }
    TensorType output = new TensorType(new Shape(sizes), input.type());
    add(new SliceKernel(input, output, begin, step), List.of(from));
  }

  private LookupKernel lookup(TensorType input) {
    int[] table = bytes(random, 256);
    return LookupKernel.of(
        input, new TensorType(input.shape(), int8()), "Sigmoid", value -> table[value + 128]);
  }

  private void reshape(String from, TensorType input) {
    Shape shape = Shape.of(input.shape().elements());
    add(new ReshapeKernel(input, new TensorType(shape, input.type())), List.of(from));
  }

  private static TensorType softmaxOutput(TensorType input) {
    return new TensorType(input.shape(), QuantizedType.int8(1 / 256f, -128));
  }
}
