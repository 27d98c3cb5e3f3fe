package lowrank.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.WeightedOperator;
import lowrank.oracle.FloatOracle;
import lowrank.oracle.FloatOracle.Activation;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rounding by responses does to the error of the responses. */
class WeightRoundingTest {
  private static final Window WINDOW = Window.of(2, 3).withStride(1, 2).withPadding(0, 1, 1, 0);

  /** A layer with what it reads. */
  private record Case(WeightedOperator operator, Shape input, List<float[]> samples) {
    QuantizedType type() {
      return QuantizedType.int8(0.05f, -20);
    }

    QuantizedWeights nearest() {
      return WeightQuantizer.quantize(operator, type().scale());
    }

    QuantizedWeights rounded() {
      return rounded(List.of());
    }

    QuantizedWeights rounded(List<float[]> wanted) {
      ConvolutionKernel kernel =
          (ConvolutionKernel)
              operator.toKernel(
                  List.of(new TensorType(input, type())),
                  new TensorType(operator.outputShape(List.of(input)), type()),
                  Optional.of(nearest()));
      return new WeightRounding(operator, kernel, input).round(nearest(), samples, wanted);
    }

    /** Squared error of the responses to all patches, means taken out, by the definition. */
    double error(QuantizedWeights integers) {
      WeightedOperator difference = difference(integers);
      return squares(samples.stream().map(s -> respond(difference, s)).toList());
    }

    /** The same for responses that are to be those of other samples to the float weights. */
    double error(QuantizedWeights integers, List<float[]> originals) {
      WeightedOperator difference = difference(integers);
      List<double[]> errors = new ArrayList<>();
      for (int i = 0; i < samples.size(); i++) {
        double[] error = respond(operator, originals.get(i));
        double[] reached = respond(operator, samples.get(i));
        double[] lost = respond(difference, samples.get(i));
        for (int j = 0; j < error.length; j++) {
          error[j] -= reached[j] - lost[j];
        }
        errors.add(error);
      }
      return squares(errors);
    }

    private double squares(List<double[]> responses) {
      int channels = operator.outputChannels();
      double sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        int c = channel;
        double[] values =
            responses.stream()
                .flatMapToDouble(
                    r ->
                        IntStream.range(0, r.length)
                            .filter(i -> i % channels == c)
                            .mapToDouble(i -> r[i]))
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        sum += Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      }
      return sum;
    }

    private WeightedOperator difference(QuantizedWeights integers) {
      int perChannel = operator.weights().size() / operator.outputChannels();
      double[] values = operator.weights().toDoubles();
      for (int i = 0; i < values.length; i++) {
        values[i] -= (double) integers.scale(i / perChannel) * integers.weights().at(i);
      }
      return operator.withWeights(
          Tensor.fromDoubles(operator.weights().shape(), values),
          Tensor.zeros(operator.bias().shape()));
    }

    private double[] respond(WeightedOperator layer, float[] sample) {
      double[] values = new double[sample.length];
      Arrays.setAll(values, i -> sample[i]);
      return FloatOracle.run(layer, List.of(new Activation(input, values))).values();
    }
  }

  private static Case draw(String kind, int seed) {
    Random random = new Random(seed);
    int channels = 1 + random.nextInt(6);
    Shape input =
        kind.equals("dense")
            ? Shape.of(1, 1, 3 + random.nextInt(30))
            : Shape.of(3 + random.nextInt(4), 3 + random.nextInt(4), channels);
    int groups = kind.equals("depthwise") ? channels : 1;
    int outputs = kind.equals("depthwise") ? channels : 1 + random.nextInt(5);
    Shape weights =
        kind.equals("dense")
            ? Shape.of(outputs, input.elements())
            : Shape.of(outputs, 2, 3, channels / groups);
    Tensor values = new Tensor(weights, TestNetworks.random(seed, weights.elements()));
    Tensor bias = Tensor.zeros(Shape.of(outputs));
    WeightedOperator operator =
        kind.equals("dense")
            ? new Dense(values, bias, Range.ALL)
            : new Conv2d(values, bias, WINDOW, groups, Range.ALL);
    List<float[]> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      samples.add(correlated(random, input.elements()));
    }
    return new Case(operator, input, samples);
  }

  /** Neighbours are alike, as in real activations. */
  private static float[] correlated(Random random, int elements) {
    float[] sample = new float[elements];
    float last = 0;
    for (int i = 0; i < elements; i++) {
      last = 0.9f * last + 0.3f * (float) random.nextGaussian();
      sample[i] = last + 1;
    }
    return sample;
  }

  @ParameterizedTest
  @CsvSource({"convolution", "depthwise", "dense"})
  void theErrorOfTheResponsesFalls(String kind) {
    double before = 0;
    double after = 0;
    for (int seed = 0; seed < 30; seed++) {
      Case layer = draw(kind, seed);
      QuantizedWeights rounded = layer.rounded();
      assertThat(rounded.scales()).isEqualTo(layer.nearest().scales());
      for (int i = 0; i < rounded.weights().size(); i++) {
        assertThat(rounded.weights().at(i)).isBetween(-127, 127);
      }
      before += layer.error(layer.nearest());
      after += layer.error(rounded);
    }
    assertThat(after).isLessThan(0.8 * before);
  }

  /** What a layer reads has lost half of its channels' size and is noisy. */
  @ParameterizedTest
  @CsvSource({"convolution", "depthwise", "dense"})
  void makesGoodWhatLayersBeforeHaveLost(String kind) {
    double own = 0;
    double wanted = 0;
    for (int seed = 0; seed < 10; seed++) {
      Case drawn = draw(kind, seed);
      Random random = new Random(seed);
      List<float[]> originals = new ArrayList<>();
      List<float[]> reached = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        float[] sample = correlated(random, drawn.input().elements());
        float[] lost = sample.clone();
        for (int j = 0; j < lost.length; j++) {
          float share = j % drawn.input().channels() % 2 == 0 ? 0.7f : 1;
          lost[j] = share * lost[j] + 0.05f * (float) random.nextGaussian();
        }
        originals.add(sample);
        reached.add(lost);
      }
      Case layer = new Case(drawn.operator(), drawn.input(), reached);
      List<float[]> responses =
          originals.stream()
              .map(sample -> floats(layer.respond(layer.operator(), sample)))
              .toList();
      own += layer.error(layer.rounded(), originals);
      wanted += layer.error(layer.rounded(responses), originals);
    }
    assertThat(wanted).isLessThan(0.5 * own);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
