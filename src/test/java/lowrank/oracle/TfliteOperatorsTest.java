package lowrank.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.importer.tflite.TfliteImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.quantize.FixedNetworkBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random models of single int8 operators give the same bytes here as in TFLite's reference kernels.
 * {@code -Dlowrank.oracle.cases=N} runs N models of each operator.
 */
class TfliteOperatorsTest {
  private static final int CASES = Integer.getInteger("lowrank.oracle.cases", 40);
  private static final int INPUTS = 5;

  private static int models;
  private static int equal;

  static Stream<String> operators() {
    return TfliteCases.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("operators")
  void bytesEqualTheReferenceKernels(String operator) {
    for (int seed = 0; seed < CASES; seed++) {
      models++;
      Random random = new Random(31L * seed + operator.hashCode());
      check(operator + " seed " + seed, TfliteCases.all().get(operator).generate(random), random);
    }
  }

  private static void check(String name, byte[] bytes, Random random) {
    ImportedModel model = TfliteImporter.read(name, bytes);
    FixedPointInterpreter interpreter =
        new FixedPointInterpreter(
            FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow()));
    try (TfliteOracle oracle = new TfliteOracle(bytes)) {
      for (int i = 0; i < INPUTS; i++) {
        int[] input = TfliteCases.input(random, oracle.inputBytes(), i);
        assertThat(interpreter.run(input))
            .as("%s input %s %s", name, i, model.network().layers())
            .isEqualTo(oracle.run(input));
      }
    }
    equal++;
  }

  @AfterAll
  static void print() {
    System.out.printf(
        Locale.ROOT, "Single int8 operators equal to TFLite: %d of %d models%n", equal, models);
  }
}
