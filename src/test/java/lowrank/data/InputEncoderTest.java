package lowrank.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.network.InputLayout;
import lowrank.provenance.Preprocessing;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class InputEncoderTest {
  private static final Preprocessing PER_CHANNEL =
      new Preprocessing(0.5, List.of(1.0, 2.0), List.of(2.0, 4.0));

  private static InputEncoder encoder(
      Shape shape, InputLayout layout, Preprocessing preprocessing, Samples samples) {
    return new InputEncoder(shape, layout, preprocessing, samples);
  }

  private static InputEncoder encoder(Shape shape, InputLayout layout, Samples samples) {
    return encoder(shape, layout, Preprocessing.NONE, samples);
  }

  private static Samples counting(int count, int... shape) {
    Shape sample = Shape.of(shape);
    float[] values = new float[count * sample.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return Samples.of("data.npy", sample, values);
  }

  @Test
  void channelsLastSamplesKeepTheirOrder() {
    InputEncoder encoder =
        encoder(Shape.of(1, 3, 2), InputLayout.CHANNELS_LAST, counting(2, 1, 3, 2));
    assertThat(encoder.real(1)).containsExactly(6, 7, 8, 9, 10, 11);
  }

  @Test
  void channelsFirstSamplesAreTransposed() {
    InputEncoder encoder =
        encoder(Shape.of(1, 3, 2), InputLayout.CHANNELS_FIRST, counting(2, 2, 1, 3));
    assertThat(encoder.real(0)).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(encoder.real(0, 2)).containsExactly(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11);
  }

  @Test
  void channelsLastSamplesFitAModelWithChannelsFirstUnlessTheyCouldBeEither() {
    assertThat(encoder(Shape.of(1, 3, 2), InputLayout.CHANNELS_FIRST, counting(1, 1, 3, 2)).real(0))
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(encoder(Shape.of(2, 2, 2), InputLayout.CHANNELS_FIRST, counting(1, 2, 2, 2)).real(0))
        .containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
  }

  @Test
  void preprocessingIsPerChannelInEitherLayout() {
    assertThat(
            encoder(Shape.of(1, 2, 2), InputLayout.CHANNELS_LAST, PER_CHANNEL, counting(1, 1, 2, 2))
                .real(0))
        .containsExactly(-0.5f, -0.375f, 0, -0.125f);
    assertThat(
            encoder(
                    Shape.of(1, 2, 2),
                    InputLayout.CHANNELS_FIRST,
                    PER_CHANNEL,
                    counting(1, 2, 1, 2))
                .real(0))
        .containsExactly(-0.5f, -0.25f, -0.25f, -0.125f);
  }

  @Test
  void theChannelMayBeMissingWhereThereIsOne() {
    for (InputLayout layout : InputLayout.values()) {
      assertThat(encoder(Shape.of(2, 3, 1), layout, counting(1, 2, 3)).real(0))
          .containsExactly(0, 1, 2, 3, 4, 5);
    }
    assertThat(encoder(Shape.of(1), InputLayout.CHANNELS_LAST, counting(3)).real(2))
        .containsExactly(2);
  }

  @Test
  void vectorsFitVectors() {
    assertThat(encoder(Shape.of(4), InputLayout.CHANNELS_FIRST, counting(1, 4)).real(0))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void otherShapesAreRefusedWithTheShapeThatIsExpected() {
    assertShapeFault(Shape.of(4, 4, 3), InputLayout.CHANNELS_LAST, "4x4x3", 3, 4, 4);
    assertShapeFault(Shape.of(5, 4, 3), InputLayout.CHANNELS_FIRST, "3x5x4 or 5x4x3", 4, 5, 3);
    assertShapeFault(Shape.of(4, 4, 3), InputLayout.CHANNELS_LAST, "4x4x3", 48);
    assertShapeFault(Shape.of(4, 4, 3), InputLayout.CHANNELS_LAST, "4x4x3", 4, 4);
    assertShapeFault(Shape.of(12), InputLayout.CHANNELS_LAST, "12", 13);
    assertShapeFault(Shape.of(12), InputLayout.CHANNELS_LAST, "12");
  }

  private static void assertShapeFault(
      Shape shape, InputLayout layout, String expected, int... stored) {
    assertFault(
        () -> encoder(shape, layout, counting(1, stored)), Fault.DATA_SHAPE, " " + expected + ";");
  }

  @Test
  void preprocessingForAnotherNumberOfChannelsIsRefused() {
    Preprocessing two = new Preprocessing(1, List.of(1.0, 2.0), List.of(1.0));
    assertFault(
        () -> encoder(Shape.of(2, 2, 3), InputLayout.CHANNELS_LAST, two, counting(1, 2, 2, 3)),
        Fault.BAD_OPTION,
        "--mean: 2 values");
    Preprocessing four = new Preprocessing(1, List.of(1.0), List.of(1.0, 1.0, 1.0, 1.0));
    assertFault(
        () -> encoder(Shape.of(2, 2, 3), InputLayout.CHANNELS_LAST, four, counting(1, 2, 2, 3)),
        Fault.BAD_OPTION,
        "--std: 4 values");
  }

  @Test
  void integersComeFromThePreprocessedValue() {
    InputEncoder encoder =
        encoder(Shape.of(1, 2, 2), InputLayout.CHANNELS_FIRST, PER_CHANNEL, counting(1, 2, 1, 2));
    // -0.5, -0.25, -0.25, -0.125 in steps of 0.1 above -3; ties away from zero.
    assertThat(encoder.quantized(0, QuantizedType.int8(0.1f, -3))).containsExactly(-8, -6, -6, -4);
    assertThat(encoder.quantized(0, QuantizedType.int8(0.001f, 0)))
        .containsExactly(-128, -128, -128, -125);
  }

  @Test
  void storedIntegersAreTakenAsTheyAreWhenAskedFor() {
    byte[] values = {-128, 127, 3, -4};
    Samples samples = Samples.of("q.npy", Shape.of(2, 1, 2), values);
    InputEncoder encoder =
        encoder(Shape.of(1, 2, 2), InputLayout.CHANNELS_FIRST, PER_CHANNEL, samples);
    assertThat(encoder.integers(0, ElementType.INT8)).containsExactly(-128, 3, 127, -4);
    assertFault(() -> encoder.integers(0, ElementType.INT16), Fault.DATA_TYPE, "int16");
    InputEncoder floats = encoder(Shape.of(4), InputLayout.CHANNELS_LAST, counting(1, 4));
    assertFault(() -> floats.integers(0, ElementType.INT8), Fault.DATA_TYPE, "float32");
  }

  @Test
  void preprocessingThatLeavesTheRangeOfFloatIsRefused() {
    Preprocessing steep = new Preprocessing(1e300, List.of(0.0), List.of(1.0));
    InputEncoder encoder = encoder(Shape.of(2), InputLayout.CHANNELS_LAST, steep, counting(2, 2));
    assertFault(() -> encoder.real(1), Fault.NON_FINITE_DATA, "sample 1 ");
  }

  @Test
  void fewerSamplesCanBeAskedFor() {
    Samples samples = counting(5, 2);
    assertThat(samples.first(3).count()).isEqualTo(3);
    assertThat(samples.first(9).count()).isEqualTo(5);
    assertThat(Labels.of(4, 5, 6).first(2).count()).isEqualTo(2);
  }

  private static void assertFault(ThrowingCallable action, Fault fault, String text) {
    CompileException error = catchThrowableOfType(CompileException.class, action);
    assertThat(error).isNotNull();
    assertThat(error.fault()).isEqualTo(fault);
    assertThat(error.getMessage()).contains(text);
  }
}
