package lowrank.emit.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Channels whose scale leaves nothing of their sums. */
class ConstantChannelsTest {
  private static final int CHANNELS = 64;
  private static final int INPUTS = 9;

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void haveTheSameValueWithoutWeights(Rounding rounding) {
    Random random = new Random(3);
    int zeroPoint = -37;
    ConvolutionKernel kernel = kernel(random, zeroPoint, rounding, 27);
    ConvolutionKernel simple = (ConvolutionKernel) ConstantChannels.simplified(kernel);
    int constant = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      int value = kernel.requantiser().apply(kernel.bias().at(channel), channel);
      boolean same = simple.weights().at(channel * INPUTS) == 0;
      constant += same ? 1 : 0;
      if (same) {
        assertThat(simple.requantiser().apply(simple.bias().at(channel), channel)).isEqualTo(value);
        assertThat(simple.bias().at(channel)).isEqualTo(simple.bias().at(channel) / 4 * 4);
      } else {
        assertThat(simple.bias().at(channel)).isEqualTo(kernel.bias().at(channel));
      }
    }
    assertThat(constant).isBetween(10, CHANNELS - 1);
  }

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void leaveTheShortScaling(Rounding rounding) {
    ConvolutionKernel kernel = kernel(new Random(5), 9, rounding, 31);
    ConvolutionKernel simple = (ConvolutionKernel) ConstantChannels.simplified(kernel);
    assertThat(FoldedScale.of(kernel, Accumulation.bounds(kernel))).isEmpty();
    assertThat(FoldedScale.of(simple, Accumulation.bounds(simple))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void areLeftAloneWhereSumsWrapAround(Rounding rounding) {
    ConvolutionKernel kernel = kernel(new Random(4), 3, rounding, -20);
    assertThat(ConstantChannels.simplified(kernel)).isSameAs(kernel);
  }

  /** Every other channel of a 1×1 convolution is shifted right by {@code shift}, the rest by 8. */
  private static ConvolutionKernel kernel(
      Random random, int zeroPoint, Rounding rounding, int shift) {
    int[] multipliers = new int[CHANNELS];
    int[] shifts = new int[CHANNELS];
    int[] bias = new int[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      multipliers[i] = (1 << 30) + random.nextInt(1 << 30);
      shifts[i] = i % 2 == 0 ? -shift : -8;
      bias[i] = i % 4 == 0 ? random.nextInt(1 << 29) - (1 << 28) : random.nextInt(99);
    }
    TensorType input = new TensorType(Shape.of(2, 2, INPUTS), QuantizedType.int8(0.1f, 5));
    TensorType output = new TensorType(Shape.of(2, 2, CHANNELS), QuantizedType.int8(1, zeroPoint));
    int[] weights = random.ints((long) CHANNELS * INPUTS, 1, 128).toArray();
    return new ConvolutionKernel(
        input,
        output,
        Window.POINT,
        1,
        false,
        new IntTensor(Shape.of(CHANNELS, 1, 1, INPUTS), ElementType.INT8, weights),
        IntTensor.vector(ElementType.INT32, bias),
        new Requantiser(
            IntTensor.vector(ElementType.INT32, multipliers),
            IntTensor.vector(ElementType.INT8, shifts),
            zeroPoint,
            -128,
            127,
            rounding));
  }
}
