package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.data.NpyWriter;
import lowrank.exporter.OnnxExporter;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.Range;
import lowrank.importer.ModelImporter;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels, channels and data that carry nothing: finite factors, or one line. */
class DegenerateModelTest {
  private static final int SAMPLES = 300;
  private static final Shape INPUT = Shape.of(6, 6, 3);
  private static final Window SAME = Window.of(3, 3).withPadding(1, 1, 1, 1);

  @TempDir private Path folder;

  /** What is wrong with model or data. */
  private enum Trouble {
    CONSTANT_CHANNEL,
    SAME_IMAGES,
    DEAD_CHANNELS,
    DEAD_LAYER,
    ZERO_KERNEL,
    ZERO_LAST_KERNEL
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> cases() {
    List<String> options =
        List.of(
            "--ranks energy",
            "--ranks evbmf",
            "--ranks energy --method cp",
            "--ranks energy --method spatial --data-free",
            "--max-multiplies 50% --no-cache");
    return Arrays.stream(Trouble.values())
        .flatMap(
            trouble ->
                options.stream()
                    .map(
                        option -> org.junit.jupiter.params.provider.Arguments.of(trouble, option)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void factorsStayFinite(Trouble trouble, String options) throws IOException {
    Path output = folder.resolve("out.onnx");
    CliRunner.Result result =
        CliRunner.run(
            "compress " + options + " --calibration",
            images(trouble),
            model(trouble),
            "-o",
            output);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).doesNotContain("NaN", "Infinity");
    for (Layer layer : ModelImporter.read(output).network().layers()) {
      if (layer.operator() instanceof WeightedOperator operator) {
        assertThat(Arrays.stream(operator.weights().toDoubles())).allMatch(Double::isFinite);
        assertThat(Arrays.stream(operator.bias().toDoubles())).allMatch(Double::isFinite);
      }
    }
  }

  /** Factors of 1e25 in a row leave float32. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--data-free", "--method none", "--max-multiplies 50% --no-cache"})
  void valuesBeyondFloatAreRefused(String options) throws IOException {
    Conv2d huge = conv(8, 3, 1, 1e25f, 0);
    Path model = write(huge, conv(8, 8, 2, 1e25f, 0), 1);
    String line = "compress " + options + (options.isEmpty() ? "" : " ") + "--calibration";
    Refusals.refused(
        folder,
        CliRunner.words(line, images(Trouble.ZERO_KERNEL), model, "-o", folder.resolve("out")),
        "layer b",
        "not finite",
        "--scale");
  }

  @Test
  void fewSamplesAreToldOf() {
    Path output = folder.resolve("out.onnx");
    CliRunner.Result result =
        CliRunner.run("compress " + Samples.CALIBRATED + " --samples 20 -o", output);
    assertThat(result.status()).isZero();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .startsWith("lowrank: warning: ")
        .contains(
            "fc1 has 20 patches for 256 inputs (ridge ",
            "fc2 has 20 patches for 120 inputs (ridge ",
            "held by the ridge alone",
            "give more samples")
        .doesNotContain("conv");
    assertThat(output).exists();
  }

  @Test
  void labelsOfNetworksWithoutClassesAreRefused() throws IOException {
    Path labels = folder.resolve("y.npy");
    NpyWriter.write(labels, new byte[SAMPLES], SAMPLES);
    Path images = images(Trouble.ZERO_KERNEL);
    for (int outputs : new int[] {1, INPUT.elements()}) {
      Path model = write(conv(8, 3, 1, 1, 0), conv(8, 8, 2, 1, 0), outputs);
      String[] compress =
          CliRunner.words(
              "compress -o " + folder.resolve("out") + " --labels",
              labels,
              "--calibration",
              images,
              model);
      String what = outputs == 1 ? "a single value" : "as long as its input";
      Refusals.refused(folder, compress, labels.toString(), what, "leave them out");
      String[] evaluate = CliRunner.words("evaluate --labels", labels, "--inputs", images, model);
      Refusals.refused(folder, evaluate, labels.toString(), what);
    }
  }

  @Test
  void withoutClassesTheOutputsThemselvesAreCompared() throws IOException {
    Path model = write(conv(8, 3, 1, 1, 0), conv(8, 8, 2, 1, 0), INPUT.elements());
    CliRunner.Result result =
        CliRunner.run(
                "compress --max-drop 10 --no-cache --calibration",
                images(Trouble.ZERO_KERNEL),
                model,
                "-o",
                folder.resolve("out.onnx"))
            .succeeded();
    // The dense layer has 288 inputs and would need 576 samples: a third of them is only measured.
    assertThat(result.out())
        .containsPattern("explained variance on the calibration data: 100.00 % float, 9\\d\\.")
        .contains("relative squared error on " + SAMPLES / 3 + " calibration samples: ");
  }

  private Path images(Trouble trouble) {
    Random random = new Random(3);
    float[] values = new float[SAMPLES * INPUT.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (trouble) {
            case CONSTANT_CHANNEL -> i % 3 == 1 ? 0.5f : (float) random.nextGaussian();
            case SAME_IMAGES -> i < INPUT.elements() ? 0.01f * i : values[i - INPUT.elements()];
            default -> (float) random.nextGaussian();
          };
    }
    Path file = folder.resolve("x.npy");
    NpyWriter.write(file, values, SAMPLES, 6, 6, 3);
    return file;
  }

  private Path model(Trouble trouble) throws IOException {
    float dead = -1e3f;
    Conv2d first =
        switch (trouble) {
          case DEAD_CHANNELS ->
              conv(8, 3, 1, 1, 0)
                  .withWeights(
                      weights(Shape.of(8, 3, 3, 3), 1, 1),
                      Tensor.vector(dead, dead, 0, 0, 0, 0, 0, dead));
          case DEAD_LAYER -> conv(8, 3, 1, 1, dead);
          default -> conv(8, 3, 1, 1, 0);
        };
    Conv2d second = conv(8, 8, 2, trouble == Trouble.ZERO_KERNEL ? 0 : 1, 0);
    if (trouble == Trouble.ZERO_LAST_KERNEL) {
      return write(first, second, 0);
    }
    return write(first, second, 12);
  }

  private static Conv2d conv(int outputs, int inputs, long seed, float scale, float bias) {
    float[] biases = new float[outputs];
    Arrays.fill(biases, bias);
    Tensor kernel = weights(Shape.of(outputs, 3, 3, inputs), seed, scale);
    return new Conv2d(kernel, Tensor.vector(biases), SAME, 1, Range.RELU);
  }

  private static Tensor weights(Shape shape, long seed, float scale) {
    float[] values = TestNetworks.random(seed, shape.elements());
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    return new Tensor(shape, values);
  }

  /** Two convolutions and a dense layer; without outputs it has twelve, all zero. */
  private Path write(Conv2d first, Conv2d second, int outputs) throws IOException {
    int count = outputs == 0 ? 12 : outputs;
    Tensor dense = weights(Shape.of(count, 6 * 6 * 8), 3, outputs == 0 ? 0 : 0.1f);
    Network network =
        TestNetworks.network(
            "net",
            INPUT,
            InputLayout.CHANNELS_LAST,
            Layer.of("a", first, "input"),
            Layer.of("b", second, "a"),
            Layer.of("c", new Dense(dense, Tensor.zeros(Shape.of(count)), Range.ALL), "b"));
    Path file = folder.resolve("net.onnx");
    Files.write(file, OnnxExporter.write(network, List.of()));
    return file;
  }
}
