package lowrank.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Rounding;
import lowrank.importer.tflite.TfliteImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.quantize.FixedNetworkBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.LeakyReluOptionsT;

/**
 * TFLite derives some multipliers in float32 and others in double. The difference shows in few
 * bytes, so scales are searched for with which it does.
 */
class TfliteScalesTest {
  private static final int CASES = 4;
  private static final int[] BYTES = TfliteCases.input(new Random(0), 256, 0);

  @ParameterizedTest
  @ValueSource(
      ints = {
        BuiltinOperator.RELU,
        BuiltinOperator.RELU6,
        BuiltinOperator.RELU_N1_TO_1,
        BuiltinOperator.QUANTIZE,
        BuiltinOperator.LEAKY_RELU
      })
  void elementwiseOperatorsUseThePrecisionOfTheReferenceKernels(int code) {
    Random random = new Random(code);
    boolean leaky = code == BuiltinOperator.LEAKY_RELU;
    for (int found = 0; found < CASES; ) {
      float alpha = leaky ? random.nextFloat() : 1;
      float from = 1e-3f + random.nextFloat() * 0.02f;
      float to = from * (0.1f + 3 * random.nextFloat());
      int zeroPoint = leaky ? 127 : -128;
      Multiplier single = Multiplier.of(from * alpha / to);
      Multiplier exact = Multiplier.of((double) from * alpha / to);
      if (!differ(single, exact, zeroPoint, Rounding.TWICE)) {
        continue;
      }
      found++;
      TfliteModelBuilder model = new TfliteModelBuilder();
      int x = model.activation("x", QuantizedType.int8(from, zeroPoint), 1, 256);
      int y = model.activation("y", QuantizedType.int8(to, zeroPoint), 1, 256);
      LeakyReluOptionsT options = new LeakyReluOptionsT();
      options.setAlpha(alpha);
      model.operator(
          code,
          code == BuiltinOperator.RELU_N1_TO_1 ? 1 : 2,
          new int[] {x},
          y,
          leaky ? BuiltinOptions.LeakyReluOptions : BuiltinOptions.NONE,
          leaky ? options : null);
      check(model.build(x, y));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fullyConnectedUsesThePrecisionOfTheReferenceKernels(boolean perChannel) {
    Random random = new Random(7);
    for (int found = 0; found < CASES; ) {
      float from = 1e-3f + random.nextFloat();
      float weight = 1e-3f + random.nextFloat();
      float to = from * weight * 100 * (0.1f + 3 * random.nextFloat());
      Multiplier single = Multiplier.of((double) (from * weight) / to);
      Multiplier exact = Multiplier.of((double) from * weight / to);
      if (!differ(single, exact, -128, Rounding.ONCE)) {
        continue;
      }
      found++;
      TfliteModelBuilder model = new TfliteModelBuilder();
      int x = model.activation("x", QuantizedType.int8(from, -128), 1, 1);
      int y = model.activation("y", QuantizedType.int8(to, -128), 1, 127);
      float[] scales = new float[perChannel ? 127 : 1];
      Arrays.fill(scales, weight);
      int[] weights = Arrays.copyOfRange(BYTES, 129, 256);
      int w = model.bytes("w", weights, scales, 0, 127, 1);
      model.operator(
          BuiltinOperator.FULLY_CONNECTED,
          perChannel ? 12 : 4,
          new int[] {x, w, -1},
          y,
          BuiltinOptions.FullyConnectedOptions,
          new FullyConnectedOptionsT());
      check(model.build(x, y));
    }
  }

  private static boolean differ(Multiplier a, Multiplier b, int zeroPoint, Rounding rounding) {
    if (a.equals(b)) {
      return false;
    }
    for (int value : BYTES) {
      int x = value - zeroPoint;
      int first = a.apply(x, rounding);
      if (first != b.apply(x, rounding) && Math.abs(first) < 255) {
        return true;
      }
    }
    return false;
  }

  private static void check(byte[] bytes) {
    ImportedModel model = TfliteImporter.read("scales", bytes);
    FixedPointInterpreter interpreter =
        new FixedPointInterpreter(
            FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow()));
    try (TfliteOracle oracle = new TfliteOracle(bytes)) {
      int count = oracle.inputBytes();
      for (int value : count == 1 ? BYTES : new int[1]) {
        int[] input = count == 1 ? new int[] {value} : BYTES;
        assertThat(interpreter.run(input)).isEqualTo(oracle.run(input));
      }
    }
  }
}
