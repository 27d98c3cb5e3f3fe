package lowrank.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.oracle.SharedData;
import lowrank.oracle.TfliteOracle;
import lowrank.pipeline.GeneratedFolder;
import lowrank.pipeline.ModelFile;
import lowrank.verify.Implementation;
import lowrank.verify.VerificationResult;
import lowrank.verify.VerificationResult.Run;
import lowrank.verify.Verifier;
import org.jetbrains.bio.npy.NpyArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The four int8 networks of MLPerf Tiny on 32 recorded inputs each: the interpreter's outputs are
 * the recorded ones of TFLite's reference kernels; the generated Java, the generated C on the host
 * and each target's C on its emulated core compute every intermediate tensor as the interpreter
 * does.
 *
 * <p>Emulation is slow, so a default run takes some inputs only, real and random ones, and two of
 * the networks on one core for each set of features; {@code -Dlowrank.conformance=full} runs all
 * everywhere. The table that is printed at the end says what ran.
 */
class GoldenModelsTest {
  private static final boolean FULL = "full".equals(System.getProperty("lowrank.conformance"));
  private static final int INPUTS = 32;

  /** One target for each emulated core. */
  private static final List<String> CORES =
      List.of(
          "cortex-m0",
          "cortex-m3",
          "cortex-m4",
          "cortex-m7",
          "cortex-m33",
          "cortex-m55",
          "esp32-c3",
          "esp32");

  /** One for each architecture and set of features, which the C depends on. */
  private static final List<String> FEATURES =
      List.of("cortex-m0", "cortex-m3", "cortex-m4", "cortex-m55", "esp32-c3", "esp32");

  /** Inputs that were run, inputs that were exact, and tensors compared, by place. */
  private static final Map<String, long[]> TABLE = new TreeMap<>();

  @TempDir Path folder;

  /**
   * @param onHost inputs of a default run on the host, with sanitizers
   * @param onCores inputs of a default run on each core
   * @param every whether a default run takes every core, or one for each set of features
   */
  @ParameterizedTest
  @CsvSource({
    "resnet8, 8, 2, true",
    "kws, 32, 8, true",
    "vww96, 8, 2, false",
    "ad01, 32, 32, false"
  })
  void everyByteIsTheReferenceKernels(String name, int onHost, int onCores, boolean every) {
    ModelFile file =
        new ModelFile(name + ".tflite", SharedData.bytes("models/" + name + "_int8.tflite"));
    List<int[]> inputs = rows("golden/" + name + "_int8_x.npy");
    List<int[]> outputs = rows("golden/" + name + "_int8_y.npy");
    assertThat(inputs).hasSize(INPUTS);
    GeneratedFolder host = Folders.generate(file, "host", name, folder.resolve("host"));
    interpret(host, inputs, outputs);
    run(host, spread(inputs, onHost), Verifier.onHost());
    (every || FULL ? CORES : FEATURES)
        .parallelStream()
            .map(target -> Folders.generate(file, target, name, folder.resolve(target)))
            .forEach(
                core -> run(core, spread(inputs, onCores), Verifier.onEmulator(core.target())));
  }

  private static List<int[]> rows(String file) {
    NpyArray array = SharedData.array(file);
    int[] all = TfliteOracle.widen(array.asByteArray());
    int length = all.length / array.getShape()[0];
    List<int[]> rows = new ArrayList<>();
    for (int i = 0; i < array.getShape()[0]; i++) {
      rows.add(Arrays.copyOfRange(all, i * length, (i + 1) * length));
    }
    return rows;
  }

  /** Some of the inputs, in equal steps: the first half are real, the second half random. */
  private static List<int[]> spread(List<int[]> inputs, int count) {
    int taken = FULL ? inputs.size() : count;
    List<int[]> some = new ArrayList<>();
    for (int i = 0; i < taken; i++) {
      some.add(inputs.get(i * inputs.size() / taken));
    }
    return some;
  }

  private static void interpret(
      GeneratedFolder generated, List<int[]> inputs, List<int[]> outputs) {
    FixedPointInterpreter interpreter = new FixedPointInterpreter(generated.network());
    for (int i = 0; i < inputs.size(); i++) {
      assertThat(interpreter.run(inputs.get(i))).as("input %s", i).isEqualTo(outputs.get(i));
    }
    count("interpreter against TFLite", inputs.size(), inputs.size(), inputs.size());
  }

  private static void run(
      GeneratedFolder generated, List<int[]> inputs, List<Implementation> implementations) {
    VerificationResult result = new Verifier(generated.generated()).verify(inputs, implementations);
    for (Run run : result.runs()) {
      int exact = run.exact() ? inputs.size() : 0;
      count(run.where(), inputs.size(), exact, (long) inputs.size() * result.tensors());
    }
    assertThat(result.passed()).as(result.summary()).isTrue();
    assertThat(result.unfit()).isEmpty();
  }

  private static synchronized void count(String where, long inputs, long exact, long tensors) {
    long[] row = TABLE.computeIfAbsent(where, key -> new long[3]);
    row[0] += inputs;
    row[1] += exact;
    row[2] += tensors;
  }

  @AfterAll
  static void print() {
    StringBuilder text = new StringBuilder("MLPerf Tiny int8, inputs that are exact in every byte");
    text.append(FULL ? ":\n" : " (-Dlowrank.conformance=full runs all 128 everywhere):\n");
    TABLE.forEach(
        (where, row) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-50s %3d of %3d, %5d tensors%n",
                    where,
                    row[1],
                    row[0],
                    row[2])));
    System.out.print(text);
  }
}
