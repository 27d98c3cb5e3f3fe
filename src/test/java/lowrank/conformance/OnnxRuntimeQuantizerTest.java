package lowrank.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lowrank.conformance.QuantizedStages.Stage;
import lowrank.data.Samples;
import lowrank.fixed.QuantizedType;
import lowrank.importer.ModelImporter;
import lowrank.kernel.ReshapeKernel;
import lowrank.kernel.TensorType;
import lowrank.network.ImportedModel;
import lowrank.network.Layer;
import lowrank.pipeline.Dataset;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models as ONNX Runtime's own quantiser writes them, operator by operator: each layer is given the
 * integers that ONNX Runtime has at its inputs, and what it makes of them is compared with ONNX
 * Runtime's. See {@code src/samples/conformance} for how the models are made.
 *
 * <p>ONNX Runtime rounds once, in float32, a tie to the even neighbour. Here a scale is a 31-bit
 * multiplier, most sums are rounded twice, and ties go away from zero. So an output may differ by
 * one step where the exact value lies in the middle between the two, no further from it than the
 * firmware's first rounding and ONNX Runtime's float32 can move it. Every difference is held
 * against that bound and counted; there is none beyond it.
 */
class OnnxRuntimeQuantizerTest {
  private static final Path MODELS = Path.of("src/test/resources/conformance");
  private static final String HELPER = "_requantised";

  /** What float32 may add up to, in steps: 128 steps of 2^-24, over some hundred additions. */
  private static final double FLOAT_ERROR = 0x1p-12;

  /** By model: outputs, those one step off, and the largest distance from the middle of these. */
  private static final Map<String, double[]> TABLE = new TreeMap<>();

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
  void everyDifferenceIsOneStepAndAMatterOfRounding(String name) throws IOException {
    Path file = MODELS.resolve(name + ".onnx");
    ImportedModel model = ModelImporter.read(file);
    FixedNetwork fixed =
        FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
    Dataset inputs =
        Dataset.ofQuantized(model.network(), Samples.read(MODELS.resolve(name + "_x.npy")));
    float[] recorded = NpyFile.read(MODELS.resolve(name + "_y.npy"), 1 << 18).asFloatArray();
    List<Stage> stages = QuantizedStages.of(file);
    boolean exactKernels = name.contains("qoperator_uint8");
    try (RuntimeModel runtime =
        RuntimeModel.load(
            Files.readAllBytes(file),
            fixed.inputType(),
            model.network().layout(),
            stages.stream().map(Stage::value).toList(),
            exactKernels ? OptLevel.ALL_OPT : OptLevel.NO_OPT,
            exactKernels)) {
      for (int i = 0; i < inputs.count(); i++) {
        int[] input = inputs.integers(i, fixed.inputType().type());
        Map<String, float[]> values = runtime.run(input);
        assertRecorded(values.values().iterator().next(), recorded, i, fixed);
        new Comparison(name, model, fixed, input).run(stages, values);
      }
    }
  }

  /** The runtime at hand gives what the one that made the model gave, up to a float32 tie. */
  private static void assertRecorded(
      float[] actual, float[] recorded, int input, FixedNetwork fixed) {
    float step = fixed.outputType().type().scale();
    for (int e = 0; e < actual.length; e++) {
      assertThat(actual[e])
          .isCloseTo(
              recorded[input * actual.length + e],
              org.assertj.core.data.Offset.offset(step * 1.001f));
    }
  }

  /** One input's way through a model. */
  private static final class Comparison {
    private final ImportedModel model;
    private final FixedNetwork fixed;
    private final double[] row;
    private final Map<String, FixedLayer> layers = new LinkedHashMap<>();
    private final Map<String, int[]> known = new HashMap<>();

    Comparison(String name, ImportedModel model, FixedNetwork fixed, int[] input) {
      this.model = model;
      this.fixed = fixed;
      this.row = TABLE.computeIfAbsent(name, key -> new double[4]);
      fixed.layers().forEach(layer -> layers.put(layer.name(), layer));
      known.put(fixed.input(), input);
    }

    void run(List<Stage> stages, Map<String, float[]> values) {
      List<FixedLayer> computing =
          fixed.layers().stream()
              .filter(layer -> !(layer.kernel() instanceof ReshapeKernel))
              .filter(layer -> !layer.name().endsWith(HELPER))
              .toList();
      assertThat(computing).as("stages %s", stages).hasSameSizeAs(stages);
      for (int i = 0; i < stages.size(); i++) {
        FixedLayer layer = computing.get(i);
        Stage stage = stages.get(i);
        TensorType type = layer.kernel().output();
        assertThat(stage.scale()).as("%s", stage).isIn(0f, type.type().scale());
        int[] theirs = integers(values.get(stage.value()), type);
        compare(layer, theirs);
        known.put(layer.name(), theirs);
      }
    }

    private static int[] integers(float[] values, TensorType type) {
      float[] last = RuntimeModel.channelsLast(values, type.shape());
      int[] integers = new int[last.length];
      for (int i = 0; i < last.length; i++) {
        integers[i] = (int) last[i];
      }
      return integers;
    }

    private void compare(FixedLayer layer, int[] theirs) {
      List<int[]> sources = new ArrayList<>();
      List<int[]> inputs = new ArrayList<>();
      double movement = ExactSteps.movement(layer(layer.name()), layer.kernel());
      List<TensorType> sourceTypes = new ArrayList<>();
      for (String input : layer.inputs()) {
        FixedLayer helper = layers.get(input);
        boolean helped = helper != null && input.endsWith(HELPER) && !known.containsKey(input);
        String source = helped ? helper.inputs().get(0) : input;
        sources.add(known(source));
        sourceTypes.add(fixed.types().get(source));
        inputs.add(helped ? run(helper, List.of(known(source))) : known(source));
        if (helped) {
          movement = Math.max(movement, ExactSteps.movement(layer(input), helper.kernel()));
        }
      }
      int[] ours = run(layer, inputs);
      QuantizedType to = layer.kernel().output().type();
      double[] exact =
          ExactSteps.of(
              layer(layer.name()),
              layer.kernel(),
              model.quantization().orElseThrow().weights().get(layer.name()),
              sources,
              sourceTypes,
              to);
      judge(layer.name(), ours, theirs, exact, movement);
    }

    private void judge(String layer, int[] ours, int[] theirs, double[] exact, double movement) {
      assertThat(theirs).hasSameSizeAs(ours);
      for (int e = 0; e < ours.length; e++) {
        String where = layer + ", element " + e + ": exactly " + exact[e];
        assertThat(Math.abs(theirs[e] - exact[e]))
            .as("ONNX Runtime at %s", where)
            .isLessThanOrEqualTo(0.5 + FLOAT_ERROR);
        assertThat(Math.abs(ours[e] - exact[e]))
            .as("interpreter at %s", where)
            .isLessThanOrEqualTo(0.5 + movement + FLOAT_ERROR);
        row[0]++;
        if (ours[e] != theirs[e]) {
          assertThat(Math.abs(ours[e] - theirs[e])).as(where).isEqualTo(1);
          double distance = Math.abs(exact[e] - (ours[e] + theirs[e]) / 2.0);
          assertThat(distance)
              .as("distance from the middle at %s", where)
              .isLessThanOrEqualTo(movement + FLOAT_ERROR);
          row[1]++;
          row[2] += distance == 0 ? 1 : 0;
          row[3] = Math.max(row[3], distance);
        }
      }
    }

    private int[] known(String value) {
      FixedLayer layer = layers.get(value);
      return layer != null && layer.kernel() instanceof ReshapeKernel
          ? known(layer.inputs().get(0))
          : known.get(value);
    }

    private static int[] run(FixedLayer layer, List<int[]> inputs) {
      int[] output = new int[layer.kernel().output().shape().elements()];
      layer.kernel().runner().run(inputs.toArray(int[][]::new), output);
      return output;
    }

    private Layer layer(String name) {
      return model.network().layers().stream()
          .filter(layer -> layer.name().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  @AfterAll
  static void print() {
    System.out.println("ONNX Runtime's quantiser, layer outputs one step off:");
    TABLE.forEach(
        (name, row) ->
            System.out.printf(
                Locale.ROOT,
                "  %-34s %4.0f of %6.0f, %3.0f exact ties, others up to %.6f from the middle%n",
                name,
                row[1],
                row[0],
                row[2],
                row[3]));
  }
}
