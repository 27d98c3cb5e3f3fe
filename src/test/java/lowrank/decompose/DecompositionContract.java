package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lowrank.decompose.ChainEvaluator.Image;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every decomposition must do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DecompositionContract {
  /** The method under test. */
  abstract Decomposition method();

  /** Operators to which the method applies: wide, tall, rectangular, one channel, rank one. */
  List<WeightedOperator> operators() {
    return List.of(
        Kernels.convolution(6, 3, 3, 4, 1),
        Kernels.convolution(3, 3, 3, 9, 2),
        Kernels.convolution(12, 3, 3, 2, 3),
        Kernels.convolution(5, 1, 5, 4, 4),
        Kernels.convolution(4, 5, 1, 6, 5),
        Kernels.convolution(4, 3, 5, 5, 6),
        Kernels.convolution(1, 3, 3, 5, 7),
        Kernels.convolution(7, 3, 3, 1, 8),
        Kernels.convolution(1, 2, 2, 1, 9),
        rankOne(5, 3, 3, 4));
  }

  /** Operators with stride, dilation and padding that differ in every direction. */
  List<WeightedOperator> windows() {
    Window window = Window.of(3, 3);
    return List.of(
        Kernels.convolution(5, window.withPadding(1, 1, 1, 1), 4, 21),
        Kernels.convolution(5, window.withStride(2, 1).withPadding(0, 2, 1, 0), 4, 22),
        Kernels.convolution(5, window.withStride(1, 3).withPadding(2, 0, 0, 1), 4, 23),
        Kernels.convolution(5, window.withDilation(2, 3).withPadding(2, 3, 1, 2), 4, 24),
        Kernels.convolution(
            3, Window.of(2, 4).withStride(2, 2).withDilation(3, 1).withPadding(3, 0, 1, 2), 3, 25),
        Kernels.convolution(3, Window.of(1, 4).withStride(2, 2).withPadding(1, 2, 0, 3), 3, 26),
        Kernels.convolution(3, Window.of(4, 1).withStride(2, 2).withPadding(1, 2, 3, 0), 3, 27));
  }

  /** How much the relative error may rise from one rank to the next. */
  double monotonicitySlack() {
    return 1e-7;
  }

  /** The outer product of four vectors. */
  static Conv2d rankOne(int outputs, int height, int width, int inputs) {
    double[] values = new double[outputs * height * width * inputs];
    int index = 0;
    for (int t = 0; t < outputs; t++) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          for (int s = 0; s < inputs; s++) {
            values[index++] = (t + 1.5) * (i - 0.7) * (2 - j * 0.9) * (s * 0.3 - 1);
          }
        }
      }
    }
    Shape shape = Shape.of(outputs, height, width, inputs);
    return new Conv2d(
        Tensor.fromDoubles(shape, values),
        Tensor.zeros(Shape.of(outputs)),
        Window.of(height, width),
        1,
        Range.ALL);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void fullRankReproducesTheKernel(WeightedOperator operator) {
    Factorization full = method().factorize(operator, method().rankLimits(operator));
    assertThat(full.relativeError()).isLessThan(1e-6);
    assertThat(relativeDifference(operator.weights(), response(operator, full))).isLessThan(1e-6);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void errorFallsWithEachRank(WeightedOperator operator) {
    List<Integer> limits = method().rankLimits(operator);
    Factorizer factorizer = method().factorizer(operator);
    for (int raised = 0; raised < limits.size(); raised++) {
      for (int other : List.of(1, limits.get(limits.size() - 1 - raised))) {
        double previous = 1;
        for (int rank = 1; rank <= limits.get(raised); rank++) {
          List<Integer> ranks = new ArrayList<>(Collections.nCopies(limits.size(), other));
          ranks.set(raised, rank);
          double error = factorizer.factorize(ranks).relativeError();
          assertThat(error)
              .as("%s of %s", ranks, limits)
              .isLessThanOrEqualTo(previous + monotonicitySlack());
          previous = error;
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void reportsTheErrorOfTheKernelThatTheChainActsWith(WeightedOperator operator) {
    for (List<Integer> ranks : someRanks(operator)) {
      Factorization result = method().factorize(operator, ranks);
      assertThat(result.ranks()).isEqualTo(ranks);
      assertThat(result.method()).isEqualTo(method().name());
      assertThat(result.relativeError())
          .isCloseTo(
              relativeDifference(operator.weights(), response(operator, result)), within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void rankOneIsNoWorseThanNothing(WeightedOperator operator) {
    Factorization result = method().factorize(operator, ones(operator));
    assertThat(result.relativeError()).isBetween(0.0, 1.0);
    result.chain().forEach(factor -> assertThat(factor.weights().isFinite()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("windows")
  void theChainIsTheConvolutionWithItsKernel(WeightedOperator operator) {
    for (List<Integer> ranks : someRanks(operator)) {
      Factorization result = method().factorize(operator, ranks);
      WeightedOperator single = operator.withWeights(response(operator, result), operator.bias());
      Image input = input(operator);
      Image expected = ChainEvaluator.run(List.of(single), input);
      Image actual = ChainEvaluator.run(result.chain(), input);
      assertThat(actual.shape()).isEqualTo(expected.shape());
      double largest = 0;
      for (double value : expected.values()) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(largest).isPositive();
      assertThat(actual.values()).containsExactly(expected.values(), within(1e-5 * largest));
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void theLastFactorAloneHasBiasAndActivation(WeightedOperator operator) {
    List<WeightedOperator> chain = method().factorize(operator, ones(operator)).chain();
    WeightedOperator last = chain.get(chain.size() - 1);
    assertThat(last.bias()).isEqualTo(operator.bias());
    assertThat(last.activation()).isEqualTo(operator.activation());
    for (WeightedOperator factor : chain.subList(0, chain.size() - 1)) {
      assertThat(factor.bias().maximumMagnitude()).isZero();
      assertThat(factor.activation()).isEqualTo(Range.ALL);
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void shapesTellWhatTheChainWillCost(WeightedOperator operator) {
    Shape input = input(operator).shape();
    for (List<Integer> ranks : someRanks(operator)) {
      long multiplies = 0;
      long parameters = 0;
      long bytes = 0;
      Shape shape = input;
      for (WeightedOperator factor : method().factorize(operator, ranks).chain()) {
        multiplies += factor.multiplies(List.of(shape));
        parameters += factor.parameters();
        bytes += factor.storedBytes();
        shape = factor.outputShape(List.of(shape));
      }
      assertThat(ChainCost.of(method().factorShapes(operator, ranks), input))
          .isEqualTo(new ChainCost(multiplies, parameters, bytes));
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void factorsOfAChannelHaveEqualNorms(WeightedOperator operator) {
    List<WeightedOperator> chain = method().factorize(operator, ones(operator)).chain();
    double first = norm(chain.get(0).weights());
    for (WeightedOperator factor : chain) {
      assertThat(norm(factor.weights())).isCloseTo(first, within(1e-5 * first));
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void everyChannelIsWrittenWithAPositiveLargestWeight(WeightedOperator operator) {
    for (List<Integer> ranks : someRanks(operator)) {
      List<WeightedOperator> chain = method().factorize(operator, ranks).chain();
      for (WeightedOperator factor : chain.subList(0, chain.size() - 1)) {
        int length = factor.weights().size() / factor.outputChannels();
        for (int channel = 0; channel < factor.outputChannels(); channel++) {
          float largest = 0;
          for (int i = channel * length; i < (channel + 1) * length; i++) {
            float weight = factor.weights().at(i);
            largest = Math.abs(weight) > Math.abs(largest) ? weight : largest;
          }
          assertThat(largest).isNotNegative();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void theSameInputGivesTheSameBytes(WeightedOperator operator) {
    for (List<Integer> ranks : someRanks(operator)) {
      Factorizer factorizer = method().factorizer(operator);
      Factorization first = factorizer.factorize(ranks);
      factorizer.factorize(ones(operator));
      assertThat(factorizer.factorize(ranks)).isEqualTo(first);
      assertThat(method().factorize(operator, ranks)).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void aZeroKernelBecomesZeroFactorsOfRankOne(WeightedOperator operator) {
    WeightedOperator zero =
        operator.withWeights(Tensor.zeros(operator.weights().shape()), operator.bias());
    Factorization result = method().factorize(zero, method().rankLimits(zero));
    assertThat(result.ranks()).isEqualTo(ones(zero));
    assertThat(result.relativeError()).isZero();
    for (WeightedOperator factor : result.chain()) {
      assertThat(factor.weights()).isEqualTo(Tensor.zeros(factor.weights().shape()));
    }
    assertThat(response(zero, result).maximumMagnitude()).isZero();
  }

  @ParameterizedTest
  @MethodSource("operators")
  void theScaleOfTheKernelDoesNotMatter(WeightedOperator operator) {
    List<Integer> ranks = someRanks(operator).get(1);
    double error = method().factorize(operator, ranks).relativeError();
    for (float scale : new float[] {1e-12f, 1e12f}) {
      float[] values = operator.weights().toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] *= scale;
      }
      Tensor weights = new Tensor(operator.weights().shape(), values);
      WeightedOperator scaled = operator.withWeights(weights, operator.bias());
      assertThat(method().factorize(scaled, ranks).relativeError())
          .isCloseTo(error, within(monotonicitySlack() + 1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void refusesRanksOutsideTheLimits(WeightedOperator operator) {
    List<Integer> limits = method().rankLimits(operator);
    for (int i = 0; i < limits.size(); i++) {
      List<Integer> low = new ArrayList<>(limits);
      low.set(i, 0);
      List<Integer> high = new ArrayList<>(limits);
      high.set(i, limits.get(i) + 1);
      for (List<Integer> ranks : List.of(low, high, List.<Integer>of())) {
        assertThatThrownBy(() -> method().factorize(operator, ranks))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(limits.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void spectraBelongToTheKernelAndItsLimits(WeightedOperator operator) {
    double norm = norm(operator.weights());
    for (var spectrum : method().spectra(operator)) {
      assertThat(Math.sqrt(spectrum.energy())).isCloseTo(norm, within(1e-9 * norm));
      assertThat(spectrum.rows() * spectrum.columns()).isEqualTo(operator.weights().size());
      assertThat(spectrum.singularValues())
          .isSortedAccordingTo(Collections.<Double>reverseOrder())
          .allMatch(value -> value >= 0);
    }
  }

  @Test
  void leavesGroupsAlone() {
    Window window = Window.of(3, 3);
    Tensor bias = Tensor.zeros(Shape.of(6));
    Tensor grouped = Kernels.gaussian(Shape.of(6, 3, 3, 2), 1);
    Tensor depthwise = Kernels.gaussian(Shape.of(6, 3, 3, 1), 2);
    Conv2d inGroups = new Conv2d(grouped, bias, window, 3, Range.ALL);
    assertThat(method().obstacle(inGroups)).hasValue("convolution in groups");
    assertThat(method().obstacle(new Conv2d(depthwise, bias, window, 6, Range.ALL)))
        .hasValue("depthwise convolution");
    assertThatThrownBy(() -> method().factorizer(inGroups))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("convolution in groups");
  }

  /** All ones, about half of the limits, one below the limits. */
  List<List<Integer>> someRanks(WeightedOperator operator) {
    List<Integer> limits = method().rankLimits(operator);
    return List.of(
        ones(operator),
        limits.stream().map(limit -> (limit + 1) / 2).toList(),
        limits.stream().map(limit -> Math.max(1, limit - 1)).toList());
  }

  List<Integer> ones(WeightedOperator operator) {
    return Collections.nCopies(method().rankLimits(operator).size(), 1);
  }

  static Tensor response(WeightedOperator operator, Factorization factorization) {
    return ChainEvaluator.impulseResponse(operator, factorization.chain());
  }

  private static Image input(WeightedOperator operator) {
    return operator instanceof Dense dense
        ? Kernels.image(1, 1, dense.inputSize(), 77)
        : Kernels.image(9, 11, ((Conv2d) operator).inputChannels(), 77);
  }

  static double relativeDifference(Tensor expected, Tensor actual) {
    double squares = 0;
    for (int i = 0; i < expected.size(); i++) {
      double difference = (double) expected.at(i) - actual.at(i);
      squares += difference * difference;
    }
    return Math.sqrt(squares) / norm(expected);
  }

  static double norm(Tensor tensor) {
    double squares = 0;
    for (double value : tensor.toDoubles()) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
