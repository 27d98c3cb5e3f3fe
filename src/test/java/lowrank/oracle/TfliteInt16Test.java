package lowrank.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.fixed.QuantizedType;
import lowrank.importer.tflite.TfliteImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.TensorType;
import lowrank.network.ImportedModel;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.random.RandomNetworks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;

/**
 * Random models of single operators with 16-bit activations give the same bytes here as in TFLite's
 * reference kernels. {@code -Dlowrank.oracle.cases=N} runs N models of each operator.
 */
class TfliteInt16Test {
  private static final int CASES = Integer.getInteger("lowrank.oracle.cases", 40);
  private static final int INPUTS = 5;
  private static int models;
  private static int equal;

  static Stream<String> operators() {
    return TfliteInt16Cases.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("operators")
  void bytesEqualTheReferenceKernels(String operator) {
    for (int seed = 0; seed < CASES; seed++) {
      models++;
      Random random = new Random(31L * seed + operator.hashCode());
      byte[] model = TfliteInt16Cases.all().get(operator).generate(random);
      check(operator + " seed " + seed, model, random);
    }
  }

  private static void check(String name, byte[] bytes, Random random) {
    ImportedModel model = TfliteImporter.read(name, bytes);
    FixedNetwork network =
        FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
    FixedPointInterpreter interpreter = new FixedPointInterpreter(network);
    try (TfliteOracle oracle = new TfliteOracle(bytes)) {
      for (int i = 0; i < INPUTS; i++) {
        int[] input = input(network.inputType(), random, i);
        byte[] expected = oracle.run(RandomNetworks.encode(network.inputType(), input));
        assertThat(RandomNetworks.encode(network.outputType(), interpreter.run(input)))
            .as("%s input %s %s", name, i, model.network().layers())
            .isEqualTo(expected);
      }
    }
    equal++;
  }

  @AfterAll
  static void print() {
    System.out.printf(
        Locale.ROOT, "Single int16x8 operators equal to TFLite: %d of %d models%n", equal, models);
  }

  /** All the smallest integer, all the largest, then random ones. */
  private static int[] input(TensorType type, Random random, int number) {
    int[] input = RandomNetworks.integers(random, type);
    if (number < 2) {
      var element = type.type().element();
      Arrays.fill(input, number == 0 ? element.minimum() : element.maximum());
    }
    return input;
  }

  @Test
  void sumsOfScalesThatArePowersOfTwoAreRefused() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    QuantizedType type = QuantizedType.int16(1 / 1024f);
    int x = model.activation("x", type, 1, 4);
    int y = model.activation("y", type, 1, 4);
    model.operator(
        BuiltinOperator.ADD, 3, new int[] {x, x}, y, BuiltinOptions.AddOptions, new AddOptionsT());
    refused(model.build(x, y), "node 0 (ADD): a 16-bit sum with scales that are powers of two");
  }

  @Test
  void narrowBiasesOfWideActivationsAreRefused() {
    refused(dense(false, 5), "node 0 (FULLY_CONNECTED): 16-bit activations with a bias that is");
  }

  @Test
  void biasesBeyond32BitsAreRefused() {
    refused(dense(true, 1L << 40), "the sum can reach 1099511627776 and overflow 32 bits");
  }

  @Test
  void sumsThatCanOverflowAreRefused() {
    refused(dense(true, Integer.MAX_VALUE), "node w: the sum can reach 2151645183");
  }

  private static byte[] dense(boolean wide, long bias) {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", QuantizedType.int16(0.01f), 1, 1);
    int w = model.bytes("w", new int[] {127}, new float[] {0.01f}, 0, 1, 1);
    int b =
        wide ? model.longs("b", new long[] {bias}, 1) : model.ints("b", new int[] {(int) bias}, 1);
    int y = model.activation("y", QuantizedType.int16(0.01f), 1, 1);
    model.operator(
        BuiltinOperator.FULLY_CONNECTED,
        7,
        new int[] {x, w, b},
        y,
        BuiltinOptions.FullyConnectedOptions,
        new FullyConnectedOptionsT());
    return model.build(x, y);
  }

  @Test
  void functionsByTableAreRefused() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", QuantizedType.int16(0.01f), 1, 4);
    int y = model.activation("y", QuantizedType.int8(1 / 256f, -128), 1, 4);
    model.operator(BuiltinOperator.LOGISTIC, 2, new int[] {x}, y, BuiltinOptions.NONE, null);
    refused(model.build(x, y), "Sigmoid of 16-bit activations; requantise them to int8");
  }

  @Test
  void zeroPointsOtherThanZeroAreRefused() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", QuantizedType.int16(0.01f), 1, 4);
    int y = model.activation("y", QuantizedType.int8(0.01f, 0), 1, 4);
    model.quantise(x, new float[] {0.01f}, new long[] {3}, 0);
    model.operator(BuiltinOperator.QUANTIZE, 2, new int[] {x}, y, BuiltinOptions.NONE, null);
    refused(model.build(x, y), "node x: scale 0.01 with zero point 3");
  }

  private static void refused(byte[] bytes, String message) {
    assertThatThrownBy(
            () -> {
              ImportedModel model = TfliteImporter.read("m.tflite", bytes);
              FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
            })
        .isInstanceOf(CompileException.class)
        .hasMessageContaining(message);
  }
}
