package lowrank.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lowrank.fixed.Range;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Add;
import lowrank.operator.Concatenation;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.Mean;
import lowrank.operator.Pad;
import lowrank.operator.Pool2d;
import lowrank.operator.Reshape;
import lowrank.operator.Sigmoid;
import lowrank.operator.Slice;
import lowrank.operator.Softmax;
import lowrank.operator.WeightedOperator;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientExecutorTest {
  private static final Random RANDOM = new Random(7);

  static Stream<Network> networks() {
    Window same = Window.of(3, 3).withPadding(1, 1, 1, 1);
    return Stream.of(
        network(
            "residual",
            Layer.of("a", convolution(4, 3, same, 1, Range.RELU), "x"),
            Layer.of("b", convolution(4, 4, same, 1, Range.ALL), "a"),
            Layer.of("c", new Add(Range.RELU6), "a", "b"),
            Layer.of(
                "d",
                convolution(
                    6, 4, Window.of(3, 3).withStride(2, 2).withPadding(0, 0, 1, 1), 1, Range.RELU),
                "c"),
            Layer.of("e", new Slice(List.of(0, 1, 0), List.of(8, 8, 4), List.of(2, 2, 1)), "c"),
            Layer.of("f", new Pad(List.of(0, 0, 1), List.of(0, 0, 1), 0), "e"),
            Layer.of("g", new Add(Range.RELU), "d", "f"),
            Layer.of("h", new Mean(), "g"),
            Layer.of("i", dense(5, 6), "h"),
            Layer.of("j", new Softmax(1), "i")),
        network(
            "pools",
            Layer.of("a", convolution(4, 3, same, 1, Range.RELU), "x"),
            Layer.of(
                "b",
                new Pool2d(Window.of(3, 3).withStride(3, 3), PoolKernel.Mode.MAXIMUM, Range.ALL),
                "a"),
            Layer.of("c", convolution(4, 1, same.withDilation(1, 1), 4, Range.RELU), "b"),
            Layer.of("d", new Concatenation(2), "b", "c"),
            Layer.of("e", new Reshape(Shape.of(32)), "d"),
            Layer.of("f", dense(7, 32), "e")),
        network(
            "averages",
            Layer.of("a", convolution(4, 3, Window.of(2, 2), 1, Range.RELU), "x"),
            Layer.of(
                "b",
                new Pool2d(Window.of(2, 2).withStride(2, 2), PoolKernel.Mode.AVERAGE, Range.ALL),
                "a"),
            Layer.of("c", dense(3, 36), "b")));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void isTheSlopeOfTheOutput(Network network) {
    Set<String> layers = weighted(network);
    float[] input = random(network.inputShape().elements());
    try (GradientExecutor executor = new GradientExecutor(network, layers)) {
      float[] seed = random(executor.seedLength());
      Map<String, float[]> gradients = executor.run(input, seed, 1);
      assertThat(gradients.keySet()).isEqualTo(layers);
      for (String layer : layers) {
        float[] slope = slopes(network, layer, input, seed);
        for (int t = 0; t < slope.length; t++) {
          assertThat(channelSum(gradients.get(layer), slope.length, t))
              .as(layer + " channel " + t)
              .isCloseTo(slope[t], within(2e-2f + 2e-2f * Math.abs(slope[t])));
        }
      }
    }
  }

  @Test
  void aBatchGivesWhatItsSamplesGive() {
    Network network = networks().findFirst().orElseThrow();
    float[] two = random(2 * network.inputShape().elements());
    try (GradientExecutor executor = new GradientExecutor(network, Set.of("b"))) {
      float[] seeds = random(2 * executor.seedLength());
      float[] second =
          executor
              .run(
                  Arrays.copyOfRange(two, two.length / 2, two.length),
                  Arrays.copyOfRange(seeds, seeds.length / 2, seeds.length),
                  1)
              .get("b");
      float[] both = executor.run(two, seeds, 2).get("b");
      assertThat(Arrays.copyOfRange(both, both.length / 2, both.length))
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(second);
    }
  }

  @Test
  void layersBehindAnUnknownDerivativeAreLeftOut() {
    Network network =
        network(
            "gated",
            Layer.of("a", convolution(4, 3, Window.POINT, 1, Range.ALL), "x"),
            Layer.of("b", new Sigmoid(), "a"),
            Layer.of("c", convolution(4, 4, Window.POINT, 1, Range.ALL), "b"),
            Layer.of("d", dense(3, 256), "c"));
    try (GradientExecutor executor = new GradientExecutor(network, Set.of("a", "c", "d"))) {
      float[] seed = random(executor.seedLength());
      assertThat(executor.run(random(192), seed, 1)).containsOnlyKeys("c", "d");
    }
  }

  /** Central differences over the bias of each output channel. */
  private static float[] slopes(Network network, String name, float[] input, float[] seed) {
    int index = 0;
    while (!network.layers().get(index).name().equals(name)) {
      index++;
    }
    WeightedOperator operator = (WeightedOperator) network.layers().get(index).operator();
    float step = 1e-3f;
    float[] slopes = new float[operator.bias().size()];
    for (int t = 0; t < slopes.length; t++) {
      double up = value(network, index, t, step, input, seed);
      double down = value(network, index, t, -step, input, seed);
      slopes[t] = (float) ((up - down) / (2 * step));
    }
    return slopes;
  }

  private static double value(
      Network network, int index, int channel, float step, float[] input, float[] seed) {
    WeightedOperator operator = (WeightedOperator) network.layers().get(index).operator();
    double[] bias = operator.bias().toDoubles();
    bias[channel] += step;
    List<Layer> layers = new ArrayList<>(network.layers());
    layers.set(
        index,
        layers
            .get(index)
            .withOperator(
                operator.withWeights(
                    operator.weights(), Tensor.fromDoubles(operator.bias().shape(), bias))));
    Network moved = network.withLayers(layers);
    boolean softmax = layers.get(layers.size() - 1).operator() instanceof Softmax;
    String decision = softmax ? layers.get(layers.size() - 2).name() : network.output();
    try (FloatExecutor executor = new FloatExecutor(moved, List.of(decision))) {
      float[] output = executor.run(input, 1).get(decision);
      double sum = 0;
      for (int i = 0; i < output.length; i++) {
        sum += (double) output[i] * seed[i];
      }
      return sum;
    }
  }

  private static float channelSum(float[] values, int channels, int channel) {
    float sum = 0;
    for (int i = channel; i < values.length; i += channels) {
      sum += values[i];
    }
    return sum;
  }

  private static Set<String> weighted(Network network) {
    return network.layers().stream()
        .filter(layer -> layer.operator() instanceof WeightedOperator)
        .map(Layer::name)
        .collect(Collectors.toSet());
  }

  private static Network network(String name, Layer... layers) {
    return new Network(
        name,
        "x",
        Shape.of(8, 8, 3),
        InputLayout.CHANNELS_LAST,
        List.of(layers),
        layers[layers.length - 1].name(),
        new Provenance("m.onnx", "0", Preprocessing.NONE, List.of()));
  }

  private static Conv2d convolution(
      int outputs, int inputs, Window window, int groups, Range activation) {
    Shape shape = Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), inputs);
    return new Conv2d(
        new Tensor(shape, random(shape.elements())),
        new Tensor(Shape.of(outputs), random(outputs)),
        window,
        groups,
        activation);
  }

  private static Dense dense(int outputs, int inputs) {
    return new Dense(
        new Tensor(Shape.of(outputs, inputs), random(outputs * inputs)),
        new Tensor(Shape.of(outputs), random(outputs)),
        Range.ALL);
  }

  private static float[] random(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) RANDOM.nextGaussian() / 2;
    }
    return values;
  }
}
