package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import lowrank.data.NpyWriter;
import lowrank.fixed.QuantizedType;
import lowrank.importer.ModelImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.pipeline.Dataset;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that only look: run, evaluate, count, inspect, targets and help. */
class MeasurementTest {
  @TempDir private Path folder;

  private static FixedNetwork fixed(ImportedModel model) {
    return FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
  }

  @Test
  void runOnIntegersGivesTheInterpretersBytes() {
    Path model = folder.resolve("plain.onnx");
    CliRunner.run(
            "compress bundled:lenet_mnist.onnx --data-free --samples 8 --calibration"
                + " bundled:test_x.npy -o",
            model)
        .succeeded();
    byte[] bytes = new byte[3 * 784];
    new Random(11).nextBytes(bytes);
    Path inputs = folder.resolve("x.npy");
    NpyWriter.write(inputs, bytes, 3, 28, 28, 1);
    Path outputs = folder.resolve("new/y.npy");
    CliRunner.Result result =
        CliRunner.run("run --inputs", inputs, model, "-o", outputs).succeeded();
    assertThat(result.out()).contains("3 outputs", outputs.toString());
    FixedPointInterpreter interpreter = new FixedPointInterpreter(fixed(ModelImporter.read(model)));
    lowrank.data.Samples written = lowrank.data.Samples.read(outputs);
    assertThat(written.toString()).isEqualTo("3 samples int8[10]");
    for (int sample = 0; sample < 3; sample++) {
      int[] input = new int[784];
      for (int i = 0; i < input.length; i++) {
        input[i] = bytes[sample * 784 + i];
      }
      int[] expected = interpreter.run(input);
      for (int i = 0; i < expected.length; i++) {
        assertThat((int) written.at(sample, i)).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void runOnRealValuesGivesTheInterpretersValues() {
    ImportedModel model = ModelImporter.read(Samples.quantized());
    FixedNetwork network = fixed(model);
    Path test = Path.of("src/samples/bundled/test_x.npy");
    Path outputs = folder.resolve("y.npy");
    CliRunner.run("run --inputs", test, Samples.quantized(), "-o", outputs).succeeded();
    Dataset data = Dataset.of(model.network(), lowrank.data.Samples.read(test));
    lowrank.data.Samples written = lowrank.data.Samples.read(outputs);
    assertThat(written.toString()).isEqualTo("500 samples float32[10]");
    FixedPointInterpreter interpreter = new FixedPointInterpreter(network);
    QuantizedType output = network.outputType().type();
    for (int sample = 0; sample < 500; sample += 50) {
      int[] expected = interpreter.run(data.integers(sample, network.inputType().type()));
      for (int i = 0; i < expected.length; i++) {
        assertThat((float) written.at(sample, i)).isEqualTo(output.dequantize(expected[i]));
      }
    }
  }

  @Test
  void evaluateBeginsWithTheFigure() {
    String data = " --inputs bundled:test_x.npy --labels bundled:test_y.npy";
    CliRunner.Result real = CliRunner.run(("evaluate " + Samples.MODEL + data).split(" "));
    assertThat(real.succeeded().lines()).startsWith("98.80");
    assertThat(real.out()).contains("500 samples, in float");
    CliRunner.Result fixed = CliRunner.run("evaluate" + data, Samples.quantized()).succeeded();
    assertThat(fixed.lines().get(0)).matches("^\\d+\\.\\d\\d$");
    assertThat(Double.parseDouble(fixed.lines().get(0))).isGreaterThan(90);
    assertThat(fixed.out()).contains("in fixed point");
    CliRunner.Result inFloat = CliRunner.run("evaluate --float" + data, Samples.quantized());
    assertThat(inFloat.succeeded().out()).contains("in float");
  }

  @Test
  void countShowsFactorsNextToTheirLayer() {
    CliRunner.Result one = CliRunner.run("count", Samples.generated()).succeeded();
    assertThat(one.out()).contains("\n  conv2.1 ", "12*12 * 6*", "\ncortex-m4 ", "break-even rank");
    assertThat(one.out()).doesNotContain("esp32");
    CliRunner.Result all = CliRunner.run("count --target all", Samples.quantized()).succeeded();
    for (String target : Targets.names()) {
      assertThat(all.out()).contains("\n" + target + " ");
    }
    CliRunner.Result floating = CliRunner.run("count bundled:lenet_mnist.onnx".split(" "));
    assertThat(floating.succeeded().out()).contains("24*24 * 5*5 * 6 ", "281,640");
  }

  @Test
  void inspectShowsWhatCanBeDecomposed() {
    CliRunner.Result result = CliRunner.run("inspect bundled:lenet_mnist.onnx".split(" "));
    assertThat(result.succeeded().lines().get(0))
        .isEqualTo(
            "lenet_mnist: input 28x28x1 (CHANNELS_FIRST), 44,426 parameters, 281,640 multiplies,"
                + " float");
    assertThat(result.lines()).anyMatch(line -> line.matches("conv2 .* tucker2 +6,16 .*"));
    assertThat(result.lines()).anyMatch(line -> line.matches("fc1 .* svd +120 .*"));
  }

  @Test
  void targetsListsAll() {
    CliRunner.Result result = CliRunner.run("targets".split(" ")).succeeded();
    assertThat(result.lines()).hasSize(2 + Targets.names().size());
    for (String target : Targets.names()) {
      assertThat(result.out()).contains("\n" + target + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo: -o",
        "inspect: MODEL",
        "compress: MODEL --calibration --labels --holdout --holdout-labels --method --ranks --mean"
            + " --std --scale -o",
        "generate: MODEL --target --name -o --force",
        "build: MODEL --calibration --labels --holdout --holdout-labels --method --ranks --mean"
            + " --std --scale --target --name -o --force",
        "verify: DIR --inputs --random --on",
        "run: MODEL --inputs -o",
        "count: MODEL|DIR --target --format",
        "evaluate: MODEL --inputs --labels",
        "targets: --help"
      })
  void helpNamesEveryOption(String contract) {
    String command = contract.substring(0, contract.indexOf(':'));
    CliRunner.Result result = CliRunner.run(command, "--help").succeeded();
    assertThat(result.out()).startsWith("Usage: lowrank " + command);
    assertThat(result.out()).contains(contract.substring(command.length() + 2).split(" "));
    CliRunner.Result all = CliRunner.run("--help".split(" ")).succeeded();
    assertThat(all.lines()).anyMatch(line -> line.matches("  " + command + " +[A-Z].*\\."));
  }

  @Test
  void aStackTraceIsPrintedOnlyWhenAskedFor() {
    CliRunner.Result plain = CliRunner.run("inspect missing.onnx".split(" "));
    assertThat(plain.err()).doesNotContain("\tat ");
    CliRunner.Result traced = CliRunner.run("inspect missing.onnx --stacktrace".split(" "));
    assertThat(traced.err()).contains("CompileException", "\tat ");
    assertThat(traced.status()).isEqualTo(2);
  }

  @Test
  void anInterruptLeavesNoTemporaryFolders() throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path firmware = Samples.copyOfGenerated(folder);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "verify",
                "--inputs",
                "bundled:test_x.npy",
                firmware.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    while (process.isAlive() && ours(temporary) < 2) {
      Thread.sleep(5);
    }
    assertThat(process.isAlive()).as("compilers take longer than this loop").isTrue();
    process.destroy();
    process.waitFor();
    assertThat(ours(temporary)).isZero();
    assertThat(folder.resolve("log")).isEmptyFile();
  }

  private static long ours(Path temporary) {
    String[] names = temporary.toFile().list((parent, name) -> name.startsWith("lowrank"));
    return names.length;
  }
}
