package lowrank.emit.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The few instructions that scale sums, against the definition. */
class FoldedScaleTest {
  private static final int SUMS = 4000;
  private static final TensorType BYTE = new TensorType(Shape.of(1), QuantizedType.int8(1, 0));

  @ParameterizedTest
  @EnumSource
  void fewInstructionsEqualTheDefinition(Rounding rounding) {
    Random random = new Random(5);
    int tried = 0;
    for (int shift = -30; shift <= 0; shift++) {
      for (int multiplier : multipliers(random)) {
        for (int zeroPoint : new int[] {-128, -127, -3, 0, 5, 127}) {
          for (int minimum : new int[] {-128, zeroPoint}) {
            Requantiser requantiser =
                requantiser(multiplier, shift, zeroPoint, minimum, 127, rounding);
            tried += compare(BYTE, requantiser, BYTE, random);
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(100);
  }

  /** Sums of bytes need positive shifts for an output of 16 bits. */
  @ParameterizedTest
  @CsvSource({"INT8, INT16, -12, 5", "INT16, INT8, -30, 0", "INT16, INT16, -30, 0"})
  void fewInstructionsEqualTheDefinitionForHalfwords(
      ElementType from, ElementType to, int lowest, int highest) {
    Random random = new Random(6);
    int tried = 0;
    for (int shift = lowest; shift <= highest; shift++) {
      for (int multiplier : multipliers(random)) {
        for (int minimum : new int[] {to.minimum(), 0}) {
          Requantiser requantiser =
              requantiser(multiplier, shift, 0, minimum, to.maximum(), Rounding.ONCE);
          tried += compare(type(from), requantiser, type(to), random);
        }
      }
    }
    assertThat(tried).isGreaterThan(30);
  }

  private static TensorType type(ElementType element) {
    return new TensorType(Shape.of(1), new QuantizedType(element, 1, 0));
  }

  private static int[] multipliers(Random random) {
    return new int[] {
      1 << 30, (1 << 30) + 1, Integer.MAX_VALUE, (1 << 30) + random.nextInt(1 << 30), 0
    };
  }

  private static Requantiser requantiser(
      int multiplier, int shift, int zeroPoint, int minimum, int maximum, Rounding rounding) {
    return new Requantiser(
        IntTensor.vector(ElementType.INT32, multiplier),
        IntTensor.vector(ElementType.INT8, shift),
        zeroPoint,
        minimum,
        maximum,
        rounding);
  }

  /** Tries sums over the whole range for which a scale is offered; 0 if none is. */
  private static int compare(
      TensorType input, Requantiser requantiser, TensorType output, Random random) {
    long bound = 1L << random.nextInt(8, 32);
    ConvolutionKernel kernel = kernel(input, requantiser, output);
    Optional<FoldedScale> offered =
        FoldedScale.of(kernel, new long[] {Math.min(bound, Integer.MAX_VALUE)});
    if (offered.isEmpty()) {
      return 0;
    }
    FoldedScale scale = offered.get();
    boolean nothing = requantiser.multipliers().at(0) == 0;
    for (int sum : nothing ? List.of(0) : sums(requantiser, bound, random)) {
      assertThat(apply(scale, requantiser, sum))
          .as("%s of %d with %s", scale, sum, requantiser)
          .isEqualTo(requantiser.apply(sum, 0));
    }
    return 1;
  }

  /** Random ones, the ends, and those whose scaled values lie around ties. */
  private static List<Integer> sums(Requantiser requantiser, long bound, Random random) {
    int most = (int) Math.min(bound, Integer.MAX_VALUE);
    List<Integer> sums = new ArrayList<>(List.of(0, 1, -1, most, -most, most - 1, 1 - most));
    double unit =
        Math.scalb(1.0, 31 - requantiser.shifts().at(0)) / requantiser.multipliers().at(0);
    for (int i = 0; i < SUMS; i++) {
      double tie = (random.nextInt(600) - 300 + 0.5) * unit;
      int near = (int) Math.round(tie) + random.nextInt(5) - 2;
      int anything = random.nextInt() >> random.nextInt(31);
      for (int sum : new int[] {near, anything}) {
        if (Math.abs((long) sum) <= most) {
          sums.add(sum);
        }
      }
    }
    return sums;
  }

  /** What {@code templates/c/dsp/scale.c.ftl} prints. */
  private static int apply(FoldedScale scale, Requantiser requantiser, int sum) {
    int multiplier = scale.multiplier(requantiser, 0);
    int shift = scale.shift(requantiser, 0);
    int shifted = Math.multiplyExact(sum, 1 << scale.left());
    int offset = (2 * requantiser.zeroPoint() + 1) << shift;
    int scaled;
    if (scale.once()) {
      scaled = Math.addExact((int) (((long) shifted * multiplier) >> 32), offset);
    } else {
      scaled = (int) ((((long) sum << 32) + (long) sum * multiplier + (1L << 31)) >> 32);
      scaled += scale.signed() ? scaled >> 31 : 0;
      scaled = Math.addExact(scaled, offset);
    }
    int result =
        Math.max(
            scale.output().minimum(), Math.min(scale.output().maximum(), (scaled >> shift) >> 1));
    return Math.max(requantiser.minimum(), Math.min(requantiser.maximum(), result));
  }

  private static ConvolutionKernel kernel(
      TensorType input, Requantiser requantiser, TensorType output) {
    return new ConvolutionKernel(
        input,
        output,
        Window.POINT,
        1,
        true,
        new IntTensor(Shape.of(1, 1), ElementType.INT8, new int[] {1}),
        IntTensor.vector(ElementType.INT32, 0),
        requantiser);
  }
}
