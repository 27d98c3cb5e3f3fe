package lowrank.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lowrank.data.Samples;
import lowrank.fixed.QuantizedType;
import lowrank.importer.ModelImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.pipeline.Dataset;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.tensor.Shape;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models as ONNX Runtime's own quantiser writes them, against ONNX Runtime's recorded outputs. See
 * {@code src/samples/conformance} for how both are made.
 *
 * <p>ONNX Runtime multiplies by float scales and rounds a tie to the even neighbour; here a scale
 * is a 31-bit multiplier and a tie is rounded away from zero. A sum near the middle between two
 * steps can therefore fall to either side, and no further: outputs differ by one step or not at
 * all.
 */
class OnnxRuntimeQuantizerTest {
  private static final Path MODELS = Path.of("src/test/resources/conformance");

  /** Outputs, outputs that are one step off, and two steps, by model. */
  private static final Map<String, int[]> TABLE = new TreeMap<>();

  static List<String> models() throws IOException {
    try (Stream<Path> files = Files.list(MODELS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".onnx"))
          .map(name -> name.substring(0, name.length() - ".onnx".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void outputsAreWithinOneStep(String name) {
    ImportedModel model = ModelImporter.read(MODELS.resolve(name + ".onnx"));
    FixedNetwork fixed =
        FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
    FixedPointInterpreter interpreter = new FixedPointInterpreter(fixed);
    Dataset inputs =
        Dataset.ofQuantized(model.network(), Samples.read(MODELS.resolve(name + "_x.npy")));
    NpyArray outputs = NpyFile.read(MODELS.resolve(name + "_y.npy"), 1 << 18);
    float[] reals = outputs.asFloatArray();
    int[] row = TABLE.computeIfAbsent(name, key -> new int[3]);
    for (int i = 0; i < inputs.count(); i++) {
      int[] actual = interpreter.run(inputs.integers(i, fixed.inputType().type()));
      int[] expected = expected(reals, i, fixed);
      for (int e = 0; e < actual.length; e++) {
        int difference = Math.abs(actual[e] - expected[e]);
        assertThat(difference).as("input %s, element %s", i, e).isLessThanOrEqualTo(2);
        row[0]++;
        row[difference] += difference > 0 ? 1 : 0;
      }
    }
    assertThat(row[0]).isEqualTo(reals.length);
    assertThat(row[1]).as("outputs one step off").isLessThanOrEqualTo(reals.length * 2 / 5);
    assertThat(row[2]).as("outputs two steps off").isLessThanOrEqualTo(reals.length / 100);
  }

  /** The integers that ONNX Runtime's outputs for an input stand for, channels last. */
  private static int[] expected(float[] reals, int input, FixedNetwork fixed) {
    QuantizedType type = fixed.outputType().type();
    Shape shape = fixed.outputType().shape();
    int channels = shape.rank() == 3 ? shape.channels() : shape.elements();
    int pixels = shape.elements() / channels;
    int[] integers = new int[shape.elements()];
    for (int channel = 0; channel < channels; channel++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        float real = reals[input * integers.length + channel * pixels + pixel];
        int integer = type.quantize(real);
        assertThat(type.dequantize(integer))
            .isCloseTo(real, org.assertj.core.data.Offset.offset(type.scale() / 1000));
        integers[pixel * channels + channel] = integer;
      }
    }
    return integers;
  }

  @AfterAll
  static void print() {
    StringBuilder text = new StringBuilder("ONNX Runtime's quantiser, outputs one step off:\n");
    TABLE.forEach(
        (name, row) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-32s %3d of %d (and %d two steps)%n",
                    name,
                    row[1],
                    row[0],
                    row[2])));
    System.out.print(text);
  }
}
