package lowrank.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.data.Samples;
import lowrank.execute.FloatExecutor;
import lowrank.exporter.OnnxExporter;
import lowrank.fixed.QuantizedType;
import lowrank.importer.ModelImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.oracle.SharedData;
import lowrank.pipeline.Compressed;
import lowrank.pipeline.CompressionSettings;
import lowrank.pipeline.Compressor;
import lowrank.pipeline.Dataset;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Preprocessing;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.RangeMethod;
import lowrank.rank.SearchProgress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The quantised ONNX file of a compressed model, run by ONNX Runtime as it is with default options,
 * decides as the interpreter does on at least 99.5 % of the inputs; and every layer's integers are
 * the interpreter's, but for softmax, which ONNX Runtime computes in float: one step at most.
 */
class ExportedModelsTest {
  private static final boolean FULL = System.getProperty("lowrank.conformance", "").equals("full");

  /** Inputs on which every layer is compared. */
  private static final int TRACED = 8;

  private static final List<String> REPORT = new ArrayList<>();

  private static Network network(String file, Preprocessing preprocessing) {
    Network network = ModelImporter.read(SharedData.file("models/" + file)).network();
    return network.withProvenance(network.provenance().withPreprocessing(preprocessing));
  }

  private static Samples images(String part, int count) {
    return Samples.read(SharedData.file("cifar10/" + part + "_x.npy")).first(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "spatial", "tucker2"})
  void lenet(String method) {
    Network network = ModelImporter.read(Path.of("src/samples/bundled/lenet_mnist.onnx")).network();
    Preprocessing scaled = new Preprocessing(1 / 255.0, List.of(0.1307), List.of(0.3081));
    compressed(
        network.withProvenance(network.provenance().withPreprocessing(scaled)),
        method,
        Samples.read(Path.of("src/samples/bundled/calibration_x.npy")),
        Samples.read(Path.of("src/samples/bundled/test_x.npy")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "spatial", "tucker2"})
  void resnet8(String method) {
    compressed(
        network("resnet8_float.tflite", Preprocessing.NONE),
        method,
        images("train", 128),
        images("test", FULL ? 5000 : 500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "tucker2"})
  void resnet20(String method) {
    compressed(
        network(
            "resnet20.onnx",
            new Preprocessing(
                1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225))),
        method,
        images("train", 128),
        images("test", FULL ? 1000 : 100));
  }

  /** Calibrated on rows 0 to 99, compared on rows 100 to 699. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "svd"})
  void keywords(String method) {
    Network network =
        network(
            "kws_float.tflite", new Preprocessing(0.5847029, List.of(48.5303407), List.of(1.0)));
    Samples samples = Samples.read(SharedData.file("kws01/x.npy"));
    Compressed compressed = compress(network, method, samples.first(100));
    Dataset data = Dataset.of(compressed.network(), samples);
    QuantizedType type = compressed.fixed().inputType().type();
    agree(
        "kws_float, " + method,
        compressed.network(),
        compressed.quantization(),
        IntStream.range(100, 700).mapToObj(i -> data.integers(i, type)).toList());
  }

  /** Calibrated on the golden inputs 0 to 7, compared on all 32. */
  @ParameterizedTest
  @ValueSource(strings = {"vww96", "ad01"})
  void goldenInputs(String name) {
    Network network = network(name + "_float.tflite", Preprocessing.NONE);
    FixedNetwork published = published(name);
    Samples samples = Samples.read(SharedData.file("golden/" + name + "_int8_x.npy"));
    QuantizedType given = published.inputType().type();
    float[][] inputs = new float[samples.count()][samples.shape().elements()];
    for (int sample = 0; sample < inputs.length; sample++) {
      for (int i = 0; i < inputs[sample].length; i++) {
        inputs[sample][i] = given.dequantize((int) samples.at(sample, i));
      }
    }
    CalibrationRun run =
        observer -> {
          try (FloatExecutor executor = new FloatExecutor(network, network.shapes().keySet())) {
            executor.run(8, i -> inputs[i], (f, n, values) -> values.forEach(observer::see));
          }
        };
    Quantization quantization =
        Quantizer.quantize(network, Calibrator.calibrate(network, run, RangeMethod.MSE));
    QuantizedType type = quantization.activations().get(network.input());
    agree(
        name + "_float, none",
        network,
        quantization,
        IntStream.range(0, inputs.length)
            .mapToObj(
                i ->
                    IntStream.range(0, inputs[i].length)
                        .map(j -> type.quantize(inputs[i][j]))
                        .toArray())
            .toList());
  }

  private static FixedNetwork published(String name) {
    var model = ModelImporter.read(SharedData.file("models/" + name + "_int8.tflite"));
    return FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
  }

  private static Compressed compress(Network network, String method, Samples calibration) {
    return Compressor.compress(
        network,
        Dataset.of(network, calibration),
        Optional.empty(),
        CompressionSettings.builder().method(method).energyShare(0.9).build(),
        SearchProgress.SILENT);
  }

  private static void compressed(
      Network network, String method, Samples calibration, Samples images) {
    Compressed compressed = compress(network, method, calibration);
    Dataset data = Dataset.of(compressed.network(), images);
    QuantizedType type = compressed.fixed().inputType().type();
    agree(
        network.name() + ", " + method,
        compressed.network(),
        compressed.quantization(),
        IntStream.range(0, data.count()).mapToObj(i -> data.integers(i, type)).toList());
  }

  private static void agree(
      String title, Network network, Quantization quantization, List<int[]> inputs) {
    FixedNetwork fixed = FixedNetworkBuilder.build(network, quantization);
    byte[] onnx = OnnxExporter.write(network, quantization);
    List<int[]> wanted = new FixedPointInterpreter(fixed).runAll(inputs.size(), inputs::get);
    int same = 0;
    int[] steps = new int[3];
    try (RuntimeModel model = load(onnx, network, fixed, List.of(), OptLevel.ALL_OPT)) {
      for (int i = 0; i < inputs.size(); i++) {
        float[] reals = model.run(inputs.get(i)).get(fixed.output());
        int[] actual = RuntimeModel.integers(reals, fixed.outputType());
        same += largest(actual) == largest(wanted.get(i)) ? 1 : 0;
        count(actual, wanted.get(i), steps);
      }
    }
    REPORT.add(
        String.format(
            Locale.ROOT,
            "  %-28s decides alike on %d of %d; outputs equal %d, one step off %d, more %d",
            title,
            same,
            inputs.size(),
            steps[0],
            steps[1],
            steps[2]));
    assertThat(same).isGreaterThanOrEqualTo((inputs.size() * 995 + 999) / 1000);
    assertThat(steps[2]).as("outputs more than a step off").isZero();
    for (OptLevel level : List.of(OptLevel.ALL_OPT, OptLevel.NO_OPT)) {
      everyLayerIsEqual(onnx, network, fixed, inputs.subList(0, TRACED), level);
    }
  }

  private static void everyLayerIsEqual(
      byte[] onnx, Network network, FixedNetwork fixed, List<int[]> inputs, OptLevel level) {
    FixedPointInterpreter interpreter = new FixedPointInterpreter(fixed);
    List<String> names = fixed.layers().stream().map(FixedLayer::name).toList();
    Map<String, int[]> differing = new LinkedHashMap<>();
    try (RuntimeModel model = load(onnx, network, fixed, names, level)) {
      for (int[] input : inputs) {
        Map<String, float[]> actual = model.run(input);
        List<int[]> wanted = interpreter.trace(input).outputs();
        for (int i = 0; i < names.size(); i++) {
          FixedLayer layer = fixed.layers().get(i);
          int[] steps =
              differing.computeIfAbsent(
                  layer.name() + " " + layer.kernel().kind(), key -> new int[3]);
          count(
              RuntimeModel.integers(actual.get(layer.name()), layer.kernel().output()),
              wanted.get(i),
              steps);
        }
      }
    }
    differing.forEach(
        (layer, steps) -> {
          assertThat(steps[2]).as("%s at %s: more than a step off", layer, level).isZero();
          assertThat(steps[1])
              .as("%s at %s: one step off", layer, level)
              .isLessThanOrEqualTo(layer.endsWith(" Softmax") ? steps[0] / 100 : 0);
        });
  }

  private static RuntimeModel load(
      byte[] onnx, Network network, FixedNetwork fixed, List<String> values, OptLevel level) {
    return RuntimeModel.load(onnx, fixed.inputType(), network.layout(), values, level, false);
  }

  /** Counts equal integers, those one step apart, and others. */
  private static void count(int[] actual, int[] wanted, int[] steps) {
    assertThat(actual).hasSameSizeAs(wanted);
    for (int i = 0; i < actual.length; i++) {
      steps[Math.min(2, Math.abs(actual[i] - wanted[i]))]++;
    }
  }

  private static int largest(int[] values) {
    return IntStream.range(0, values.length)
        .reduce((a, b) -> values[b] > values[a] ? b : a)
        .orElse(0);
  }

  @Test
  void theCountTellsOneStepFromTwo() {
    int[] steps = new int[3];
    count(new int[] {1, 2, 3, -5}, new int[] {1, 3, 1, 5}, steps);
    assertThat(steps).containsExactly(1, 1, 2);
    assertThat(largest(new int[] {3, 7, 7, 1})).isEqualTo(1);
  }

  @AfterAll
  static void print() {
    System.out.println("Exported models in ONNX Runtime and interpreter:");
    REPORT.forEach(System.out::println);
  }
}
