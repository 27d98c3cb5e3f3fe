package lowrank.exporter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.kernel.PoolKernel.Mode;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Add;
import lowrank.operator.Arithmetic;
import lowrank.operator.Clamp;
import lowrank.operator.Concatenation;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.HardSwish;
import lowrank.operator.LeakyRelu;
import lowrank.operator.Mean;
import lowrank.operator.Mul;
import lowrank.operator.Operator;
import lowrank.operator.Pad;
import lowrank.operator.Pool2d;
import lowrank.operator.Reshape;
import lowrank.operator.ResizeNearest;
import lowrank.operator.Sigmoid;
import lowrank.operator.Slice;
import lowrank.operator.Softmax;
import lowrank.operator.Sub;
import lowrank.operator.Tanh;
import lowrank.operator.Transpose;
import lowrank.operator.TransposedConv2d;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** Small networks that between them hold every operator in several forms. */
public final class TestNetworks {
  private static final Random RANDOM = new Random(20);
  private static final Map<String, Network> ALL = new LinkedHashMap<>();

  static {
    convolutions();
    transposedConvolutions();
    resizes();
    transposes();
    dense();
    pools();
    means();
    moves();
    reshapes();
    activations();
    branches();
    arithmetic();
  }

  private TestNetworks() {}

  /** All networks by name, each in both layouts. */
  public static Map<String, Network> all() {
    return ALL;
  }

  /** A network of the given layers whose last one is the output. */
  public static Network network(String name, Shape input, InputLayout layout, Layer... layers) {
    Provenance provenance = new Provenance(name + ".onnx", "0", Preprocessing.NONE, List.of());
    List<Layer> list = List.of(layers);
    return new Network(
        name, "input", input, layout, list, list.get(list.size() - 1).name(), provenance);
  }

  /** Values in [-1, 1], the same on every run. */
  public static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  /** A convolution with random weights. */
  private static Conv2d conv(int outputs, int groupInputs, int groups, Window window, Range range) {
    Shape shape = Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), groupInputs);
    return new Conv2d(tensor(shape), tensor(Shape.of(outputs)), window, groups, range);
  }

  /** A dense layer with random weights. */
  private static Dense dense(int outputs, int inputs, Range range) {
    return new Dense(tensor(Shape.of(outputs, inputs)), tensor(Shape.of(outputs)), range);
  }

  private static Tensor tensor(Shape shape) {
    return new Tensor(shape, random(RANDOM.nextLong(), shape.elements()));
  }

  private static void add(String name, Shape input, Operator... chain) {
    Layer[] layers = new Layer[chain.length];
    for (int i = 0; i < chain.length; i++) {
      layers[i] = Layer.of("layer" + i, chain[i], i == 0 ? "input" : "layer" + (i - 1));
    }
    add(name, input, layers);
  }

  private static void add(String name, Shape input, Layer... layers) {
    for (InputLayout layout : InputLayout.values()) {
      String suffix = layout == InputLayout.CHANNELS_FIRST ? "_channels_first" : "_channels_last";
      ALL.put(name + suffix, network(name + suffix, input, layout, layers));
    }
  }

  private static void convolutions() {
    Range odd = new Range(-0.5f, 1.25f);
    Window same = Window.of(3, 3).withPadding(1, 1, 1, 1);
    add("conv3x3_same", Shape.of(6, 5, 3), conv(4, 3, 1, same, Range.RELU));
    add("conv3x3_valid", Shape.of(6, 5, 3), conv(4, 3, 1, Window.of(3, 3), Range.ALL));
    add("conv1x1", Shape.of(4, 7, 5), conv(6, 5, 1, Window.POINT, Range.RELU6));
    add(
        "conv3x1_then_1x3",
        Shape.of(8, 8, 2),
        conv(3, 2, 1, same.vertical().withStride(2, 1), Range.ALL),
        conv(5, 3, 1, same.horizontal().withStride(1, 2), odd));
    add(
        "conv_stride_uneven_padding",
        Shape.of(9, 8, 3),
        conv(4, 3, 1, Window.of(3, 2).withStride(2, 3).withPadding(0, 1, 2, 0), odd));
    add(
        "conv_dilated",
        Shape.of(11, 10, 2),
        conv(3, 2, 1, Window.of(3, 3).withDilation(2, 3).withPadding(2, 3, 1, 2), Range.RELU));
    add("conv_grouped", Shape.of(5, 5, 6), conv(4, 3, 2, same, Range.ALL));
    add(
        "conv_depthwise",
        Shape.of(5, 6, 4),
        conv(4, 1, 4, same.withStride(2, 2), new Range(Float.NEGATIVE_INFINITY, 0.5f)));
    add("conv_depth_multiplier", Shape.of(5, 6, 3), conv(6, 1, 3, same, Range.ALL));
    add(
        "conv_one_output",
        Shape.of(4, 4, 3),
        conv(1, 3, 1, same, new Range(-0.25f, Float.POSITIVE_INFINITY)));
  }

  private static void transposedConvolutions() {
    Window two = Window.of(2, 2).withStride(2, 2);
    add("deconv2x2", Shape.of(3, 4, 3), deconv(5, 3, two, 0, 0, Range.RELU));
    add(
        "deconv3x4_cut",
        Shape.of(4, 3, 2),
        deconv(3, 2, Window.of(3, 4).withStride(2, 3).withPadding(1, 0, 0, 2), 1, 2, Range.ALL));
    add("deconv_gaps", Shape.of(3, 2, 4), deconv(2, 4, two.withStride(3, 4), 2, 1, Range.RELU6));
    add("deconv_stride_one", Shape.of(2, 5, 1), deconv(1, 1, Window.of(3, 1), 0, 0, Range.ALL));
  }

  /** A transposed convolution with random weights. */
  private static TransposedConv2d deconv(
      int outputs, int inputs, Window window, int rows, int columns, Range range) {
    Shape shape = Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), inputs);
    return new TransposedConv2d(
        tensor(shape), tensor(Shape.of(outputs)), window, rows, columns, range);
  }

  private static void resizes() {
    add(
        "resize_doubled",
        Shape.of(2, 3, 4),
        new ResizeNearest(List.of(0, 0, 1, 1), List.of(0, 0, 1, 1, 2, 2)));
    add(
        "resize_halved_centres",
        Shape.of(4, 6, 2),
        new ResizeNearest(List.of(1, 3), List.of(1, 3, 5)));
    add(
        "resize_aligned",
        Shape.of(3, 2, 3),
        new ResizeNearest(List.of(0, 1, 1, 2, 2), List.of(0, 0, 1, 1)));
  }

  private static void transposes() {
    for (List<Integer> order :
        List.of(List.of(1, 0, 2), List.of(2, 0, 1), List.of(0, 2, 1), List.of(2, 1, 0))) {
      add(
          "transpose_image_" + order.get(0) + order.get(1),
          Shape.of(3, 4, 2),
          new Transpose(order));
    }
    add("transpose_matrix", Shape.of(3, 5), new Transpose(List.of(1, 0)));
    add(
        "transpose_channel_shuffle",
        Shape.of(3, 2, 6),
        new Reshape(Shape.of(3, 2, 2, 3)),
        new Transpose(List.of(0, 1, 3, 2)),
        new Reshape(Shape.of(3, 2, 6)),
        conv(2, 6, 1, Window.POINT, Range.RELU));
  }

  private static void dense() {
    add("dense_image", Shape.of(3, 4, 2), dense(5, 24, Range.RELU));
    add("dense_gray", Shape.of(3, 4, 1), dense(5, 12, Range.ALL));
    add("dense_pixel", Shape.of(1, 1, 7), dense(3, 7, Range.RELU6));
    add("dense_matrix", Shape.of(4, 3), dense(2, 12, Range.ALL));
    add("dense_vector", Shape.of(10), dense(8, 10, Range.RELU), dense(1, 8, Range.ALL));
    add("dense_scalar", Shape.of(), dense(3, 1, Range.ALL));
  }

  private static void pools() {
    Window two = Window.of(2, 2).withStride(2, 2);
    Window padded = Window.of(3, 3).withStride(2, 2).withPadding(0, 1, 1, 1);
    add("max_pool", Shape.of(6, 8, 3), new Pool2d(two, Mode.MAXIMUM, Range.ALL));
    add("max_pool_padded", Shape.of(6, 7, 3), new Pool2d(padded, Mode.MAXIMUM, Range.RELU));
    add(
        "max_pool_dilated",
        Shape.of(7, 7, 2),
        new Pool2d(Window.of(2, 3).withDilation(3, 2), Mode.MAXIMUM, Range.ALL));
    add("average_pool", Shape.of(6, 8, 3), new Pool2d(two, Mode.AVERAGE, new Range(-0.1f, 0.1f)));
    add("average_pool_padded", Shape.of(6, 7, 3), new Pool2d(padded, Mode.AVERAGE, Range.ALL));
    add(
        "average_pool_dilated",
        Shape.of(7, 8, 2),
        new Pool2d(Window.of(2, 3).withDilation(3, 2), Mode.AVERAGE, Range.ALL));
    add(
        "global_average",
        Shape.of(5, 4, 6),
        new Pool2d(Window.of(5, 4), Mode.AVERAGE, Range.ALL),
        new Reshape(Shape.of(6)));
  }

  private static void means() {
    add("mean", Shape.of(5, 4, 6), new Mean());
    add(
        "mean_then_dense",
        Shape.of(3, 7, 2),
        conv(4, 2, 1, Window.of(2, 2), Range.RELU),
        new Mean(),
        dense(3, 4, Range.ALL));
  }

  private static void moves() {
    for (int axis = 0; axis < 3; axis++) {
      add(
          "concatenation_image_" + axis,
          Shape.of(4, 3, 2),
          Layer.of("negative", new LeakyRelu(0.25f), "input"),
          Layer.of("joined", new Concatenation(axis), "input", "negative", "input"));
    }
    add(
        "concatenation_matrix",
        Shape.of(4, 3),
        Layer.of("joined", new Concatenation(1), "input", "input"));
    add(
        "concatenation_vector",
        Shape.of(4),
        Layer.of("joined", new Concatenation(0), "input", "input"));
    add("pad_image", Shape.of(3, 4, 2), new Pad(List.of(1, 0, 2), List.of(0, 3, 1), 0));
    add("pad_value", Shape.of(3, 4, 2), new Pad(List.of(0, 1, 0), List.of(1, 0, 0), -0.75f));
    add("pad_vector", Shape.of(5), new Pad(List.of(2), List.of(3), 0.5f));
    add(
        "slice_image",
        Shape.of(7, 6, 5),
        new Slice(List.of(1, 0, 2), List.of(7, 5, 5), List.of(2, 1, 2)));
    add(
        "slice_stride_two",
        Shape.of(8, 8, 4),
        new Slice(List.of(0, 0, 0), List.of(8, 8, 4), List.of(2, 2, 1)),
        new Pad(List.of(0, 0, 2), List.of(0, 0, 2), 0));
    add("slice_matrix", Shape.of(5, 6), new Slice(List.of(1, 2), List.of(4, 6), List.of(1, 3)));
  }

  private static void reshapes() {
    add("reshape_image_to_vector", Shape.of(3, 4, 2), new Reshape(Shape.of(24)));
    add(
        "reshape_vector_to_image",
        Shape.of(24),
        new Reshape(Shape.of(3, 4, 2)),
        conv(2, 2, 1, Window.POINT, Range.ALL));
    add("reshape_image_to_image", Shape.of(3, 4, 2), new Reshape(Shape.of(2, 3, 4)));
    add("reshape_image_to_matrix", Shape.of(3, 4, 2), new Reshape(Shape.of(6, 4)));
    add(
        "reshape_gray",
        Shape.of(3, 4, 1),
        new Reshape(Shape.of(4, 3, 1)),
        new Reshape(Shape.of(1, 1, 12)));
    add("reshape_same", Shape.of(3, 4, 2), new Reshape(Shape.of(3, 4, 2)));
  }

  private static void activations() {
    for (Shape shape : List.of(Shape.of(3, 2, 5), Shape.of(4, 3), Shape.of(6))) {
      add("softmax_" + shape, shape, new Softmax(1));
      add("softmax_scaled_" + shape, shape, new Softmax(2.5f));
      add("sigmoid_" + shape, shape, new Sigmoid());
      add("tanh_" + shape, shape, new Tanh());
      add("hard_swish_" + shape, shape, new HardSwish());
      add("leaky_relu_" + shape, shape, new LeakyRelu(0.125f));
      add("clamp_" + shape, shape, new Clamp(new Range(-0.25f, 0.5f)));
    }
    add("clamp_rectifier", Shape.of(3, 2, 5), new Clamp(Range.RELU));
    add("clamp_nothing", Shape.of(3, 2, 5), new Clamp(Range.ALL));
  }

  private static void branches() {
    Window same = Window.of(3, 3).withPadding(1, 1, 1, 1);
    add(
        "residual",
        Shape.of(8, 8, 3),
        Layer.of("conv1", conv(4, 3, 1, same, Range.RELU), "input"),
        Layer.of("conv2", conv(4, 4, 1, same, Range.ALL), "conv1"),
        Layer.of("sum", new Add(Range.RELU), "conv2", "conv1"),
        Layer.of("pool", new Pool2d(Window.of(8, 8), Mode.AVERAGE, Range.ALL), "sum"),
        Layer.of("dense", dense(5, 4, Range.ALL), "pool"),
        Layer.of("softmax", new Softmax(1), "dense"));
    add(
        "factors",
        Shape.of(6, 6, 4),
        Layer.of("first", conv(3, 4, 1, Window.POINT, Range.ALL), "input"),
        Layer.of("second", conv(5, 3, 1, same, Range.RELU), "first"));
    add(
        "awkward_names",
        Shape.of(4, 4, 2),
        Layer.of("a", conv(2, 2, 1, Window.POINT, Range.RELU), "input"),
        Layer.of("a/weights", conv(2, 2, 1, Window.POINT, Range.RELU), "a"),
        Layer.of("a/main", conv(2, 2, 1, Window.POINT, Range.RELU), "a/weights"),
        Layer.of("input/channels_first", new Add(Range.ALL), "a/main", "a"),
        Layer.of("a/quantized", new Add(Range.ALL), "a/main", "input/channels_first"));
  }

  private static void arithmetic() {
    for (Shape shape : List.of(Shape.of(3, 2, 5), Shape.of(4, 3), Shape.of(6))) {
      Layer other = Layer.of("other", new LeakyRelu(0.25f), "input");
      Layer sub = Layer.of("sub", new Sub(new Range(-0.5f, 0.5f)), "input", "other");
      add("sub_" + shape, shape, other, sub);
      add("mul_" + shape, shape, other, Layer.of("mul", new Mul(Range.ALL), "other", "input"));
      for (Arithmetic operation : Arithmetic.values()) {
        for (int size : new int[] {1, shape.channels(), shape.elements()}) {
          String name = operation + "_" + size + "_constants_" + shape;
          add(name, shape, constant(operation, size, false), constant(operation, size, true));
        }
      }
    }
    Shape image = Shape.of(4, 3, 5);
    Layer mean = Layer.of("mean", new Mean(), "input");
    add("add_channels", image, mean, Layer.of("y", new Add(Range.ALL), "mean", "input"));
    add("sub_channels", image, mean, Layer.of("y", new Sub(Range.RELU), "input", "mean"));
    add("mul_channels", image, mean, Layer.of("y", new Mul(Range.ALL), "input", "mean"));
  }

  private static ConstantArithmetic constant(Arithmetic operation, int size, boolean first) {
    int[] values = new Random(size).ints(size, -128, 128).toArray();
    return new ConstantArithmetic(
        operation,
        IntTensor.vector(ElementType.INT8, values),
        QuantizedType.int8(1 / 64f, -7),
        first,
        Range.ALL);
  }
}
