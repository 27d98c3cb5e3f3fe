package lowrank.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultiplierTest {
  /** The specification read literally: exact decimals, ties up, then ties away from zero. */
  private static int exact(Multiplier multiplier, int accumulator) {
    BigDecimal shifted = BigDecimal.valueOf(accumulator << Math.max(multiplier.shift(), 0));
    BigDecimal product =
        shifted
            .multiply(BigDecimal.valueOf(multiplier.value()))
            .divide(BigDecimal.valueOf(1L << 31));
    BigDecimal high = product.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR);
    return high.divide(BigDecimal.valueOf(1L << Math.max(-multiplier.shift(), 0)))
        .setScale(0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  @Test
  void appliesTheSpecificationToTheBit() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      int shift = random.nextInt(36) - 31;
      Multiplier multiplier = new Multiplier((1 << 30) | random.nextInt(1 << 30), shift);
      int accumulator = random.nextInt() >> random.nextInt(31);
      assertThat(multiplier.apply(accumulator))
          .as("%s of %d", multiplier, accumulator)
          .isEqualTo(exact(multiplier, accumulator));
    }
  }

  @Test
  void roundsTiesUpInTheProductAndAwayFromZeroInTheShift() {
    assertThat(new Multiplier(1 << 30, 0).apply(5)).isEqualTo(3);
    assertThat(new Multiplier(1 << 30, 0).apply(-5)).isEqualTo(-2);
    assertThat(new Multiplier(1 << 30, -1).apply(10)).isEqualTo(3);
    assertThat(new Multiplier(1 << 30, -1).apply(-10)).isEqualTo(-3);
    assertThat(new Multiplier(1 << 30, 1).apply(Integer.MIN_VALUE / 2)).isEqualTo(-(1 << 30));
  }

  @Test
  void representsTheFactorToThirtyOneBits() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      double real = Math.scalb(1 + random.nextDouble(), random.nextInt(40) - 30);
      Multiplier multiplier = Multiplier.of(real);
      double stored = Math.scalb((double) multiplier.value(), multiplier.shift() - 31);
      assertThat(Math.abs(stored - real)).isLessThanOrEqualTo(real / (1L << 31));
    }
  }

  @Test
  void refusesWhatCannotBeRepresented() {
    assertThat(Multiplier.of(Math.scalb(1.0, -40))).isEqualTo(new Multiplier(0, 0));
    assertThatThrownBy(() -> Multiplier.of(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Multiplier.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Multiplier.of(1L << 30)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void highMultiplySaturatesItsOnlyOverflow() {
    assertThat(
            FixedPoint.saturatingRoundingDoublingHighMultiply(Integer.MIN_VALUE, Integer.MIN_VALUE))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void quantisesWithTiesAwayFromZeroAndSaturation() {
    QuantizedType type = QuantizedType.int8(0.5f, 3);
    assertThat(type.quantize(0.25f)).isEqualTo(4);
    assertThat(type.quantize(-0.25f)).isEqualTo(2);
    assertThat(type.quantize(1e30f)).isEqualTo(127);
    assertThat(type.quantize(Float.NEGATIVE_INFINITY)).isEqualTo(-128);
    assertThat(type.dequantize(5)).isEqualTo(1.0f);
  }
}
