package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.execute.FloatExecutor;
import lowrank.fixed.QuantizedType;
import lowrank.importer.ModelImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.oracle.SharedData;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Preprocessing;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.RangeMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Float models quantised here are at least as good as the int8 files published beside them. */
class QuantisationQualityTest {
  private static ImportedModel model(String name) {
    return ModelImporter.read(SharedData.file("models/" + name + ".tflite"));
  }

  private static FixedNetwork published(ImportedModel model) {
    return FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
  }

  private static FixedNetwork quantized(Network network, CalibrationRun run) {
    return FixedNetworkBuilder.build(
        network, Quantizer.quantize(network, Calibrator.calibrate(network, run, RangeMethod.MSE)));
  }

  /**
   * Images: calibrated on 1,000 training images, measured on 1,000 test images, or on all 5,000
   * with {@code -Dlowrank.conformance=full}.
   */
  @Test
  void imagesAreRecognisedAsInFloat() {
    boolean full = System.getProperty("lowrank.conformance", "").equals("full");
    int count = full ? 5000 : 500;
    Network network = model("resnet8_float").network();
    Samples samples = Samples.read(SharedData.file("cifar10/test_x.npy")).first(count);
    Labels labels = Labels.read(SharedData.file("cifar10/test_y.npy"), 5000, 10).first(count);
    Dataset calibration =
        Dataset.of(network, Samples.read(SharedData.file("cifar10/train_x.npy")).first(1000));
    ImportedModel published = model("resnet8_int8");
    double inFloat =
        Decisions.accuracy(Decisions.of(network, Dataset.of(network, samples)), labels);
    double ours =
        Decisions.accuracy(
            Decisions.of(
                quantized(network, Calibration.of(network, calibration)),
                Dataset.of(network, samples)),
            labels);
    double theirs =
        Decisions.accuracy(
            Decisions.of(published(published), Dataset.of(published.network(), samples)), labels);
    System.out.printf(
        Locale.ROOT,
        "resnet8 on %d images: float %.2f %%, quantised here %.2f %%, published int8 %.2f %%%n",
        count,
        inFloat,
        ours,
        theirs);
    assertThat(theirs).isGreaterThan(85);
    assertThat(ours)
        .isGreaterThanOrEqualTo(inFloat - (full ? 0.3 : 1.5))
        .isGreaterThanOrEqualTo(theirs - (full ? 0 : 1.5));
  }

  /** Keywords: calibrated on rows 0 to 99, measured on rows 100 to 699. */
  @Test
  void keywordsAreRecognisedAsInFloat() {
    Network plain = model("kws_float").network();
    Network network =
        plain.withProvenance(
            plain
                .provenance()
                .withPreprocessing(
                    new Preprocessing(0.5847029, List.of(48.5303407), List.of(1.0))));
    Samples samples = Samples.read(SharedData.file("kws01/x.npy"));
    Labels labels = Labels.read(SharedData.file("kws01/y.npy"), 700, 12);
    Dataset data = Dataset.of(network, samples);
    ImportedModel published = model("kws_int8");
    int inFloat = right(Decisions.of(network, data), labels);
    int ours =
        right(
            Decisions.of(quantized(network, Calibration.of(network, data.first(100))), data),
            labels);
    int theirs =
        right(
            Decisions.of(published(published), Dataset.ofQuantized(published.network(), samples)),
            labels);
    System.out.printf(
        Locale.ROOT,
        "kws right on rows 100 to 699: float %d, quantised here %d, published int8 %d%n",
        inFloat,
        ours,
        theirs);
    assertThat(inFloat).isGreaterThan(500);
    // 0.3 points of 600 samples are 1.8.
    assertThat(ours).isGreaterThanOrEqualTo(inFloat - 1).isGreaterThanOrEqualTo(theirs);
  }

  private static int right(int[] decisions, Labels labels) {
    return (int) IntStream.range(100, 700).filter(i -> decisions[i] == labels.at(i)).count();
  }

  /** Calibrated on the golden inputs 0 to 7, measured on 8 to 31. */
  @ParameterizedTest
  @ValueSource(strings = {"vww96", "ad01"})
  void outputsFollowFloatAtLeastAsCloselyAsThePublishedModels(String name) {
    FixedNetwork theirs = published(model(name + "_int8"));
    Network network = model(name + "_float").network();
    float[][] inputs = goldenInputs(name, theirs.inputType().type());
    CalibrationRun run =
        observer -> {
          try (FloatExecutor executor = new FloatExecutor(network, network.shapes().keySet())) {
            executor.run(8, i -> inputs[i], (f, n, values) -> values.forEach(observer::see));
          }
        };
    float[][] held = Arrays.copyOfRange(inputs, 8, inputs.length);
    double our = decibels(network, quantized(network, run), held);
    double their = decibels(network, theirs, held);
    System.out.printf(
        Locale.ROOT, "%s: %.2f dB quantised here, %.2f dB published int8%n", name, our, their);
    assertThat(our).isGreaterThanOrEqualTo(their);
  }

  private static float[][] goldenInputs(String name, QuantizedType type) {
    Samples samples = Samples.read(SharedData.file("golden/" + name + "_int8_x.npy"));
    float[][] inputs = new float[samples.count()][samples.shape().elements()];
    for (int sample = 0; sample < inputs.length; sample++) {
      for (int i = 0; i < inputs[sample].length; i++) {
        inputs[sample][i] = type.dequantize((int) samples.at(sample, i));
      }
    }
    return inputs;
  }

  /** Signal-to-noise ratio of the integer network's output against the float network's. */
  private static double decibels(Network network, FixedNetwork fixed, float[][] inputs) {
    FixedPointInterpreter interpreter = new FixedPointInterpreter(fixed);
    QuantizedType in = fixed.inputType().type();
    List<int[]> outputs =
        interpreter.runAll(
            inputs.length,
            i ->
                IntStream.range(0, inputs[i].length).map(j -> in.quantize(inputs[i][j])).toArray());
    double[] energy = new double[2];
    try (FloatExecutor executor = new FloatExecutor(network)) {
      executor.run(
          inputs.length,
          i -> inputs[i],
          (first, count, values) -> {
            float[] wanted = values.get(network.output());
            int length = wanted.length / count;
            for (int i = 0; i < wanted.length; i++) {
              int integer = outputs.get(first + i / length)[i % length];
              double noise = fixed.outputType().type().dequantize(integer) - wanted[i];
              energy[0] += wanted[i] * wanted[i];
              energy[1] += noise * noise;
            }
          });
    }
    return 10 * Math.log10(energy[0] / energy[1]);
  }
}
