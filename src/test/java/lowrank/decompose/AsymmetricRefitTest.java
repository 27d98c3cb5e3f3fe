package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import lowrank.network.RankPlan;
import lowrank.network.RankPlan.Choice;
import lowrank.operator.Conv2d;
import lowrank.operator.TransposedConv2d;
import lowrank.operator.WeightedOperator;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The refit of whole networks with layers of all kinds behind a decomposed one. */
class AsymmetricRefitTest {
  private static final Window SAME = Window.of(3, 3).withPadding(1, 1, 1, 1);
  private static final int INPUTS = 60;

  /**
   * 6x6 images, so that every pixel is read: decomposed, depthwise, in groups, transposed, dense.
   */
  private static final Network ORIGINAL =
      new Network(
          "net",
          "x",
          Shape.of(6, 6, 4),
          InputLayout.CHANNELS_LAST,
          List.of(
              Layer.of("first", Kernels.convolution(8, SAME, 4, 1), "x"),
              Layer.of("depthwise", grouped(8, 1, 8, 2), "first"),
              Layer.of("groups", grouped(6, 4, 2, 3), "depthwise"),
              Layer.of("transposed", transposed(), "groups"),
              Layer.of("dense", Kernels.dense(7, 12 * 12 * 5, 5), "transposed"),
              Layer.of("last", Kernels.dense(4, 7, 6), "dense")),
          "last",
          new Provenance("net.onnx", "00", Preprocessing.NONE, List.of()));

  private static final RandomActivations RUN = new RandomActivations(ORIGINAL, INPUTS);
  private static final Network DECOMPOSED =
      new Decomposer()
          .apply(ORIGINAL, RankPlan.EMPTY.with("first", new Choice("tucker2", List.of(2, 3))));
  private static final Network REFITTED =
      AsymmetricRefit.refit(ORIGINAL, DECOMPOSED, RUN, InputStatistics.NONE);

  private static Conv2d grouped(int outputs, int groupInputs, int groups, long seed) {
    return new Conv2d(
        Kernels.gaussian(Shape.of(outputs, 3, 3, groupInputs), seed),
        Kernels.gaussian(Shape.of(outputs), seed + 50),
        SAME,
        groups,
        Range.RELU);
  }

  private static TransposedConv2d transposed() {
    return new TransposedConv2d(
        Kernels.gaussian(Shape.of(5, 2, 2, 6), 4),
        Kernels.gaussian(Shape.of(5), 54),
        Window.of(2, 2).withStride(2, 2),
        0,
        0,
        Range.ALL);
  }

  /** A layer's linear responses to all inputs, with the values of its network up to it. */
  private static float[] responses(Network network, String layer) {
    int position = NetworkSegment.position(network, layer).orElseThrow();
    Network segment =
        NetworkSegment.linear(NetworkSegment.of(network, NetworkSegment.INPUT, position));
    int size = network.shapes().get(layer).elements();
    float[] all = new float[INPUTS * size];
    RUN.execute(
        List.of(new ActivationRun.Request(segment, List.of(layer))),
        (first, count, batch) ->
            System.arraycopy(batch.get(0).get(layer), 0, all, first * size, count * size));
    return all;
  }

  private static double squaredError(Network network, String layer) {
    float[] wanted = responses(ORIGINAL, layer);
    float[] given = responses(network, layer);
    double sum = 0;
    for (int i = 0; i < wanted.length; i++) {
      sum += Math.pow((double) wanted[i] - given[i], 2);
    }
    return sum / wanted.length;
  }

  @ParameterizedTest
  @ValueSource(strings = {"depthwise", "groups", "transposed", "last"})
  void everyKindOfLayerIsFittedToWhatComesInNow(String layer) {
    Network before = with(REFITTED, layer, ORIGINAL);
    assertThat(squaredError(REFITTED, layer)).isLessThan(0.999 * squaredError(before, layer));
    assertThat(squaredError(REFITTED, layer)).isLessThan(squaredError(DECOMPOSED, layer));
  }

  /** What batch norm statistics measured anew would restore is restored. */
  @ParameterizedTest
  @ValueSource(strings = {"depthwise", "groups", "transposed", "dense", "last"})
  void channelsHaveTheOriginalsMeansAgain(String layer) {
    int channels = ORIGINAL.shapes().get(layer).channels();
    double[] wanted = means(responses(ORIGINAL, layer), channels);
    double[] refitted = means(responses(REFITTED, layer), channels);
    double[] decomposed = means(responses(DECOMPOSED, layer), channels);
    double spread = Math.sqrt(squaredError(DECOMPOSED, layer));
    double worst = 0;
    for (int channel = 0; channel < channels; channel++) {
      assertThat(refitted[channel]).isCloseTo(wanted[channel], within(1e-3 * spread));
      worst = Math.max(worst, Math.abs(decomposed[channel] - wanted[channel]));
    }
    assertThat(worst).isGreaterThan(1e-2 * spread);
  }

  /**
   * An affine map per channel on top, the most that statistics could do, finds hardly anything to
   * do: the ridge keeps scales from being the best, more where there are 60 patches, as the last
   * layer has, than where there are 36 times as many.
   */
  @ParameterizedTest
  @CsvSource({"depthwise, 0.005", "groups, 0.005", "last, 0.03"})
  void noScaleOfChannelsIsBetterThanTheRefit(String layer, double tolerance) {
    int channels = ORIGINAL.shapes().get(layer).channels();
    WeightedOperator unit = Kernels.dense(channels, 1, 9);
    Tensor ones =
        Tensor.fromDoubles(
            Shape.of(channels, 1),
            java.util.stream.DoubleStream.generate(() -> 1).limit(channels).toArray());
    ChannelRefit refit = new ChannelRefit(channels);
    refit.add(responses(ORIGINAL, layer), null, responses(REFITTED, layer));
    WeightedOperator scales =
        refit.refitted(unit.withWeights(ones, Tensor.zeros(Shape.of(channels))));
    for (int channel = 0; channel < channels; channel++) {
      assertThat((double) scales.weights().at(channel)).isCloseTo(1, within(tolerance));
    }
  }

  @Test
  void whatIsNotDecomposedStays() {
    Network refitted = AsymmetricRefit.refit(ORIGINAL, ORIGINAL, RUN, InputStatistics.NONE);
    for (int i = 0; i < ORIGINAL.layers().size(); i++) {
      double[] before =
          ((WeightedOperator) ORIGINAL.layers().get(i).operator()).weights().toDoubles();
      double[] after =
          ((WeightedOperator) refitted.layers().get(i).operator()).weights().toDoubles();
      assertThat(after).containsExactly(before, within(1e-3));
    }
  }

  private static Network with(Network network, String layer, Network donor) {
    List<Layer> layers =
        network.layers().stream()
            .map(
                own ->
                    own.name().equals(layer)
                        ? donor.layers().get(NetworkSegment.position(donor, layer).orElseThrow())
                        : own)
            .toList();
    return network.withLayers(layers);
  }

  private static double[] means(float[] values, int channels) {
    double[] means = new double[channels];
    for (int i = 0; i < values.length; i++) {
      means[i % channels] += values[i] * (double) channels / values.length;
    }
    return means;
  }
}
