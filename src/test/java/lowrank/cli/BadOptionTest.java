package lowrank.cli;

import static lowrank.cli.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lowrank.data.NpyBytes;
import lowrank.data.NpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and commands that mean nothing. */
class BadOptionTest {
  @TempDir private Path folder;

  /** Refused by compress, and by build in the same words. */
  private void refusedByCompress(String options, String... parts) {
    List<String> words =
        new ArrayList<>(
            List.of(
                (Samples.MODEL + " --calibration bundled:calibration_x.npy " + options)
                    .split(" ")));
    words.addAll(List.of("-o", folder.resolve("out").toString()));
    refused(folder, with("compress", words), parts);
    words.addAll(List.of("--target", "host"));
    refused(folder, with("build", words), parts);
  }

  private static String[] with(String command, List<String> words) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(words);
    return all.toArray(String[]::new);
  }

  @Test
  void noCommandShowsTheUsage() {
    CliRunner.Result result = CliRunner.run(new String[0]);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("Usage: lowrank").contains("demo", "targets");
  }

  @ParameterizedTest
  @CsvSource({
    "conquer, conquer",
    "inspect bundled:lenet_mnist.onnx --fast, --fast",
    "inspect, MODEL",
    "inspect bundled:lenet.onnx, lenet_mnist.onnx",
    "inspect bundled:lenet_mnist.onnx second.onnx, second.onnx",
    "compress bundled:lenet_mnist.onnx, --output",
    "build bundled:lenet_mnist.onnx -o OUT, --target",
    "generate bundled:lenet_mnist.onnx --target host, --output",
    "evaluate bundled:lenet_mnist.onnx --inputs bundled:test_x.npy, --labels",
    "evaluate bundled:lenet_mnist.onnx --labels bundled:test_y.npy, --inputs",
    "evaluate, MODEL",
    "run bundled:lenet_mnist.onnx -o OUT, --inputs",
    "run bundled:lenet_mnist.onnx --inputs bundled:test_x.npy, --output",
    "verify, DIR",
    "count, MODEL|DIR",
    "targets all, all",
    "--fast targets, --fast"
  })
  void usageFaultsNameTheHelp(String line, String part) {
    String named = line.replace("OUT", folder.resolve("out").toString());
    refused(folder, named.split(" "), part, "--help`");
  }

  @ParameterizedTest
  @CsvSource({
    "--method tucker, tucker2",
    "--ranks most, binary-search",
    "--ranks '', binary-search",
    "--range widest, PERCENTILE",
    "--delta -0.1, 'from 0 to below 1'",
    "--delta 1, 'from 0 to below 1'",
    "--delta NaN, 'from 0 to below 1'",
    "--delta much, --delta",
    "--energy 0, 'above 0 and at most 1'",
    "--energy 1.01, 'above 0 and at most 1'",
    "--energy NaN, 'above 0 and at most 1'",
    "--samples 0, 'above 0'",
    "--samples -3, 'above 0'",
    "--samples few, --samples",
    "--samples 99999999999, --samples"
  })
  void valuesOutOfRange(String option, String part) {
    refusedByCompress(option, option.split(" ")[0], part);
  }

  @ParameterizedTest
  @CsvSource({
    "--max-multiplies 0, a count such as 4M",
    "--max-multiplies -5, a count such as 4M",
    "--max-multiplies 0%, a count such as 4M",
    "--max-multiplies 4G, a count such as 4M",
    "--max-multiplies 1.5, a count such as 4M",
    "--max-multiplies 99999999999999999999, a count such as 4M",
    "--max-flash much, a size such as 64K",
    "--max-flash 64KB, a size such as 64K",
    "--max-ram %, a size such as 64K",
    "--max-drop -1, from 0 to below 100",
    "--max-drop 100, from 0 to below 100",
    "--max-drop NaN, from 0 to below 100",
    "--max-drop some, --max-drop",
    "--max-multiplies 50% --method tucker, tucker2",
    "--max-multiplies 50% --layers conv9, conv2"
  })
  void budgets(String options, String part) {
    refusedByCompress(options, part);
  }

  @Test
  void budgetsThatNothingKeeps() {
    refusedByCompress("--max-multiplies 50% --ranks energy", "--ranks", "budget");
    refusedByCompress("--max-drop 1 --ranks conv2=3,3", "--ranks", "budget");
    refusedByCompress("--ranks budget", "--ranks budget", "--max-multiplies");
    refusedByCompress("--pareto", "--pareto", "--max-multiplies");
    refusedByCompress("--cache " + folder.resolve("c"), "--cache", "--max-multiplies");
    refusedByCompress("--no-cache", "--no-cache", "--max-multiplies");
    String both = "--max-multiplies 50% --no-cache --cache " + folder.resolve("c");
    refusedByCompress(both, "--no-cache", "only one of both");
    refusedByCompress("--max-flash 20K --ranks energy", "--ranks", "no --max-... option");
  }

  @ParameterizedTest
  @CsvSource({
    "--scale 0, other than 0",
    "--scale nan, a number or a fraction",
    "--scale 1/0, finite",
    "--scale infinity, a number or a fraction",
    "--scale Infinity, finite",
    "--scale 1/2/3, a number or a fraction",
    "--scale big, a number or a fraction",
    "--mean NaN, finite",
    "'--mean 1,2,3', each of 1 channels",
    "'--mean 0.5,', a number",
    "--mean grey, a number",
    "--std 0, above 0",
    "--std -1, above 0",
    "--std NaN, finite",
    "'--std 1,1', each of 1 channels",
    "--std wide, a number"
  })
  void preprocessing(String option, String part) {
    for (String command : List.of("compress", "build --target host", "evaluate", "run")) {
      String line =
          switch (command) {
            case "evaluate" ->
                " bundled:lenet_mnist.onnx --inputs bundled:test_x.npy"
                    + " --labels bundled:test_y.npy";
            case "run" -> " bundled:lenet_mnist.onnx --inputs bundled:test_x.npy -o OUT";
            default -> " bundled:lenet_mnist.onnx --calibration bundled:calibration_x.npy -o OUT";
          };
      String named = line.replace("OUT", folder.resolve("out").toString());
      refused(folder, (command + named + " " + option).split(" "), option.split(" ")[0], part);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv2=7,4 | conv2 | rank 7 | 1 to 6",
        "conv2=4,17 | conv2 | rank 17 | 1 to 16",
        "fc1=121 | fc1 | rank 121 | 1 to 120",
        "fc1=0 | fc1 | rank 0 | 1 to 120",
        "fc1=-2 | fc1 | rank -2 | 1 to 120",
        "conv2=4 | conv2 | 2 ranks | tucker2",
        "fc1=3,4 | fc1 | one rank | svd",
        "fc9=4 | fc9 | conv2 | fc1, fc2, fc3",
        "MaxPool=4 | MaxPool | MaxPool | MaxPool",
        "conv2= | --ranks | LAYER=RANK | conv2=",
        "=4 | layer | fc1 | fc3",
        "conv2=a,b | --ranks | LAYER=RANK | conv2=a,b",
        "4,conv2=3,3 | --ranks | LAYER=RANK | whole numbers",
        "conv2=3,3,conv2=3,3 | --ranks | LAYER=RANK | conv2",
        "conv2=3,3,, | --ranks | LAYER=RANK | conv2",
        "conv2=99999999999,3 | --ranks | LAYER=RANK | conv2"
      })
  void ranks(String ranks, String first, String second, String third) {
    refusedByCompress("--ranks " + ranks, first, second, third);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv9", "conv2,conv9", "Conv2"})
  void layersThatDoNotExist(String layers) {
    String unknown = layers.replace("conv2,", "");
    refusedByCompress("--layers " + layers, "layer " + unknown + " does not exist", "conv2", "fc1");
  }

  @ParameterizedTest
  @CsvSource({
    "--int16 conv9, 'layer conv9: cannot be int16 (there is no such layer, only conv1'",
    "'--int16 conv1,,fc1', 'layer : cannot be int16 (there is no such layer'",
    "'--int16 auto,conv1', 'layer auto: cannot be int16 (there is no such layer'",
    "--int16 input, 'layer input: cannot be int16 (there is no such layer'",
    "--int16 auto --int16-drop -0.1, 'percentage points from 0 to 100'",
    "--int16 auto --int16-drop 100.5, 'percentage points from 0 to 100'",
    "--int16 auto --int16-drop NaN, 'percentage points from 0 to 100'",
    "--int16 auto --int16-drop much, --int16-drop",
    "--int16-drop 1, '--int16-drop needs --int16 auto'",
    "--int16 conv1 --int16-drop 1, '--int16-drop needs --int16 auto'",
    "--int16, --int16"
  })
  void wideLayers(String options, String part) {
    refusedByCompress("--method none " + options, part);
  }

  @Test
  void layersThatCannotBeDecomposed() {
    refusedByCompress("--layers MaxPool", "MaxPool");
    refusedByCompress("--method none --ranks fc1=3", "fc1", "none");
    refusedByCompress("--method none --layers fc1", "fc1", "none");
  }

  @ParameterizedTest
  @CsvSource({
    "--target cortex-m99, cortex-m4",
    "--target missing.yaml, no such file",
    "--target host --name 1net, C identifier",
    "--target host --name my-net, C identifier",
    "--target host --name int, C identifier",
    "--target host --name main, C identifier",
    "--target host --name nét, C identifier"
  })
  void targetsAndNames(String options, String part) {
    String out = " -o " + folder.resolve("out") + " ";
    refused(folder, ("generate " + Samples.quantized() + out + options).split(" "), part);
    refused(folder, ("build " + Samples.CALIBRATED + out + options).split(" "), part);
    refused(folder, ("build " + Samples.quantized() + out + options).split(" "), part);
  }

  @Test
  void targetFilesThatAreNone() throws IOException {
    Path yaml = Files.writeString(folder.resolve("board.yaml"), "name: board\n");
    String out = " --target " + yaml + " -o " + folder.resolve("out") + " ";
    refused(folder, ("generate " + Samples.quantized() + out).split(" "), yaml.toString());
    Files.writeString(yaml, "");
    refused(folder, ("generate " + Samples.quantized() + out).split(" "), yaml.toString());
    Files.write(yaml, new byte[] {(byte) 0xff, 0, 1});
    refused(folder, ("generate " + Samples.quantized() + out).split(" "), yaml.toString());
  }

  @Test
  void modelsThatAreNotQuantised() {
    String float32 = "bundled:lenet_mnist.onnx";
    String out = " -o " + folder.resolve("out");
    refused(
        folder,
        ("generate --target host " + float32 + out).split(" "),
        float32,
        "not quantised",
        "lowrank compress");
    refused(
        folder,
        ("run --inputs bundled:test_x.npy " + float32 + out).split(" "),
        float32,
        "not quantised");
    refused(folder, ("build --target host " + float32 + out).split(" "), "--calibration X.npy");
  }

  @Test
  void compressionOfAQuantisedModelNeedsCalibration() {
    String build = "build --target host " + Samples.quantized() + " -o " + folder.resolve("out");
    for (String option : List.of("--method svd", "--ranks fc1=3", "--layers fc1", "--scale 2")) {
      refused(
          folder, (build + " " + option).split(" "), option.split(" ")[0], "--calibration X.npy");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--samples 0, above 0",
    "--random -1, 0 or a number above 0",
    "--random 0, --inputs",
    "--random some, --random",
    "--on board, host",
    "--inputs, --inputs"
  })
  void verify(String options, String part) {
    String[] words = ("verify " + Samples.generated() + " " + options).split(" ");
    refused(Samples.generated(), words, options.split(" ")[0], part);
  }

  @Test
  void verifyInQemuForATargetWithoutACore() {
    Path host = folder.resolve("host");
    CliRunner.run("generate --target host -o", host, Samples.quantized()).succeeded();
    refused(folder, ("verify --on qemu " + host).split(" "), "--on", "target host", "no emulated");
    refused(folder, ("verify --on host,qemu " + host).split(" "), "--on", "no emulated");
  }

  @ParameterizedTest
  @CsvSource({"--format xml, TABLE", "--target cortex-m99, cortex-m4", "--instructions, folder"})
  void count(String options, String part) {
    refused(folder, ("count bundled:lenet_mnist.onnx " + options).split(" "), part);
  }

  @Test
  void inspectWithAnUnknownMethod() {
    refused(
        folder, "inspect bundled:lenet_mnist.onnx --method tucker9".split(" "), "tucker9", "svd");
  }

  @Test
  void dequantisedRunsTakeNoIntegers() {
    Path ints = folder.resolve("ints.npy");
    NpyWriter.write(ints, new byte[784], 1, 1, 28, 28);
    Path labels = NpyBytes.save(folder, "y.npy", NpyBytes.file("|u1", "(1,)", new byte[1]));
    Path plain = folder.resolve("plain.onnx");
    CliRunner.run(
            "compress bundled:lenet_mnist.onnx --method none --samples 4 --calibration bundled:calibration_x.npy -o",
            plain)
        .succeeded();
    String[] words =
        CliRunner.words("evaluate --float", plain, "--inputs", ints, "--labels", labels);
    refused(folder, words, ints.toString(), "int8", "--float");
    String[] fixed =
        Arrays.stream(words).filter(word -> !word.equals("--float")).toArray(String[]::new);
    assertThat(CliRunner.run(fixed).succeeded().lines().get(0)).matches("(100|0)\\.00");
  }
}
