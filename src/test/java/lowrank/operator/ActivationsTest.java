package lowrank.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import lowrank.fixed.QuantizedType;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The integer forms stay within one step of the functions they stand for. */
class ActivationsTest {
  private static int[] run(Operator operator, QuantizedType from, QuantizedType to, int[] values) {
    Shape shape = Shape.of(values.length);
    Kernel kernel =
        operator.toKernel(
            List.of(new TensorType(shape, from)), new TensorType(shape, to), Optional.empty());
    int[] result = new int[values.length];
    kernel.runner().run(new int[][] {values}, result);
    return result;
  }

  private static void checkElementwise(
      Operator operator, QuantizedType from, QuantizedType to, DoubleUnaryOperator function) {
    int[] values = new int[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = i - 128;
    }
    int[] result = run(operator, from, to, values);
    for (int i = 0; i < values.length; i++) {
      double real =
          function.applyAsDouble(from.dequantize(values[i])) / to.scale() + to.zeroPoint();
      double expected = Math.max(-128, Math.min(127, real));
      assertThat((double) result[i]).as("of %s", values[i]).isBetween(expected - 1, expected + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.001f, 0.02f, 0.1f, 0.37f, 2f})
  void sigmoidTanhAndLeakyReluAreNearTheirFunctions(float scale) {
    QuantizedType from = QuantizedType.int8(scale, 17);
    checkElementwise(
        new Sigmoid(), from, new Sigmoid().fixedOutputType(), x -> 1 / (1 + StrictMath.exp(-x)));
    checkElementwise(new Tanh(), from, new Tanh().fixedOutputType(), StrictMath::tanh);
    checkElementwise(
        new LeakyRelu(0.1f), from, QuantizedType.int8(scale * 0.9f, -20), x -> x < 0 ? 0.1 * x : x);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-6f, 0.01f, 0.1f, 1f, 30f, 1e9f})
  void softmaxIsNearItsFunction(float scale) {
    Random random = new Random(3);
    QuantizedType from = QuantizedType.int8(scale, 5);
    int[] values = random.ints(12, -128, 128).toArray();
    int[] result = run(new Softmax(1.5f), from, new Softmax(1.5f).fixedOutputType(), values);
    int maximum = Arrays.stream(values).max().orElseThrow();
    double[] exponentials = new double[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      exponentials[i] = StrictMath.exp(1.5 * scale * (values[i] - maximum));
      sum += exponentials[i];
    }
    for (int i = 0; i < values.length; i++) {
      double expected = Math.min(127, 256 * exponentials[i] / sum - 128);
      assertThat((double) result[i]).isBetween(expected - 1, expected + 1);
    }
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Softmax(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Softmax(Float.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LeakyRelu(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Softmax(1).outputShape(List.of(Shape.of(4096))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
