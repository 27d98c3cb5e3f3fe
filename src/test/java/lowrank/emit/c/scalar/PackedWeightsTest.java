package lowrank.emit.c.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many products may share a word, and that the two sums come out of it again. */
class PackedWeightsTest {
  private static final int HALF = 1 << 15;

  @ParameterizedTest
  @CsvSource({
    "4, 64 64 64 63",
    "4, -64 64 -64 63 1 -2 3",
    "2, 64 64 64 64",
    "2, -127 -128 127 127 5",
    "2, 127 -127 127 -127",
    "0, -128 -128 1 1",
    "4, 100 1 100 54",
    "0, 1 1 1 1 -128 -128",
  })
  void runIsTheLongestThatTheWeightsProve(int run, String text) {
    int[] weights = IntStream.of(split(text)).map(weight -> Math.max(weight, -128)).toArray();
    assertThat(PackedWeights.run(kernel(weights))).isEqualTo(run);
    for (int first = 0; first < weights.length && run > 0; first += run) {
      for (int input : new int[] {-128, 127}) {
        for (int other : new int[] {-128, 127}) {
          apart(weights, first, Math.min(run, weights.length - first), input, other);
        }
      }
    }
  }

  /** Inputs of the worst signs, in each half against both of the other's. */
  private static void apart(int[] weights, int first, int count, int input, int other) {
    int sum = HALF;
    int low = 0;
    int high = 0;
    for (int i = first; i < first + count; i++) {
      int x0 = weights[i] < 0 ? -1 - input : input;
      int x1 = weights[i] < 0 ? -1 - other : other;
      sum += (x0 + (x1 << 16)) * weights[i];
      low += x0 * weights[i];
      high += x1 * weights[i];
    }
    assertThat(sum >> 16).isEqualTo(high);
    assertThat(sum - HALF - ((sum >> 16) << 16)).isEqualTo(low);
  }

  private static int[] split(String text) {
    return IntStream.range(0, text.split(" ").length)
        .map(i -> Integer.parseInt(text.split(" ")[i]))
        .toArray();
  }

  private static ConvolutionKernel kernel(int[] weights) {
    QuantizedType type = QuantizedType.int8(0.05f, 0);
    return new ConvolutionKernel(
        new TensorType(Shape.of(2, 2, weights.length), type),
        new TensorType(Shape.of(2, 2, 1), type),
        Window.POINT,
        1,
        false,
        new IntTensor(Shape.of(1, 1, 1, weights.length), ElementType.INT8, weights),
        IntTensor.vector(ElementType.INT32, 0),
        new Requantiser(
            IntTensor.vector(ElementType.INT32, 1 << 30),
            IntTensor.vector(ElementType.INT8, -8),
            0,
            -128,
            127,
            Rounding.TWICE));
  }
}
