package lowrank.emit.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.interpret.Trace;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.provenance.Tool;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.MemorySize;
import lowrank.target.Target;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CEmitterTest {
  private static final List<String> SANITIZERS =
      List.of("-fsanitize=undefined,address", "-fno-sanitize-recover=all", "-O0");

  /** For a compiler without a C library. */
  private static final String STRING_H =
      """
      #include <stddef.h>
      void *memcpy(void *to, const void *from, size_t bytes);
      void *memset(void *to, int value, size_t bytes);
      """;

  @TempDir Path folder;

  static Target target(int outputChannels, int taps) {
    return new Target(
        "test",
        "a board",
        "none",
        List.of(),
        new MemorySize(1 << 20),
        new MemorySize(1 << 20),
        4,
        1,
        1,
        new Target.Unroll(outputChannels, taps),
        new Target.Toolchain("gcc", List.of(), "-O2"),
        null,
        null);
  }

  static SourceBundle emit(Program program, Target target, long seed) {
    FixedNetwork network = program.network();
    int[] input = RandomNetworks.bytes(new Random(seed), network.inputType().shape().elements());
    return CEmitter.emit(program, target, vectors(network, input));
  }

  private static TestVectors vectors(FixedNetwork network, int[] input) {
    List<int[]> outputs = new FixedPointInterpreter(network).trace(input).outputs();
    return new TestVectors(
        IntTensor.vector(ElementType.INT8, input),
        outputs.stream().map(output -> IntTensor.vector(ElementType.INT8, output)).toList());
  }

  /** Programs of random networks, their sources and the driver written to the folder. */
  private List<Program> write(Target target, long firstSeed, int count, int layers)
      throws IOException {
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FixedNetwork network = RandomNetworks.network(firstSeed + i, layers);
      Program program =
          Scheduler.schedule(network, target, "net" + i, CEmitter.scratchBytes(target));
      SourceBundle bundle = emit(program, target, i);
      for (var file : bundle.files().entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      programs.add(program);
    }
    Files.writeString(folder.resolve("driver.c"), CompiledPrograms.driver(programs));
    return programs;
  }

  @ParameterizedTest
  @CsvSource({"gcc, 4, 16, 1000", "gcc, 1, 1, 2000", "clang, 2, 8, 3000", "gcc, 8, 24, 4000"})
  void everyLayerEqualsTheInterpreter(String compiler, int outputChannels, int taps, long seed)
      throws Exception {
    Target target = target(outputChannels, taps);
    List<Program> programs = write(target, seed, 12, 14);
    List<String> command = new ArrayList<>(List.of(compiler));
    command.addAll(CompiledPrograms.WARNINGS);
    command.addAll(SANITIZERS);
    command.addAll(List.of("-o", "program"));
    command.addAll(CompiledPrograms.sources(folder));
    CompiledPrograms.run(folder, command);
    ByteArrayOutputStream inputs = new ByteArrayOutputStream();
    Random random = new Random(seed);
    List<int[]> samples = new ArrayList<>();
    for (Program program : programs) {
      int[] input = RandomNetworks.bytes(random, program.network().inputType().shape().elements());
      samples.add(input);
      inputs.write(toBytes(input));
      inputs.write(toBytes(input));
    }
    byte[] results =
        CompiledPrograms.execute(
            folder, List.of(folder.resolve("program").toString()), inputs.toByteArray());
    compare(programs, samples, results);
  }

  private static void compare(List<Program> programs, List<int[]> samples, byte[] results) {
    int position = 0;
    for (int i = 0; i < programs.size(); i++) {
      FixedNetwork network = programs.get(i).network();
      FixedPointInterpreter interpreter = new FixedPointInterpreter(network);
      Trace trace = interpreter.trace(samples.get(i));
      List<int[]> expected = new ArrayList<>(trace.outputs());
      expected.add(interpreter.run(samples.get(i)));
      for (int layer = 0; layer < expected.size(); layer++) {
        String what =
            layer < network.layers().size()
                ? network.layers().get(layer).kernel().toString()
                : "whole call";
        for (int element = 0; element < expected.get(layer).length; element++) {
          assertThat((int) results[position++])
              .as("network %d, layer %d, element %d: %s", i, layer, element, what)
              .isEqualTo(expected.get(layer)[element]);
        }
      }
    }
    assertThat(position).isEqualTo(results.length);
  }

  private static byte[] toBytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** A network generator that leaves out a kernel would leave it untested. */
  @Test
  void randomNetworksHoldEveryKernel() {
    var drawn =
        IntStream.range(1000, 1012)
            .boxed()
            .flatMap(
                seed -> Stream.of(RandomNetworks.network(seed, 14), RandomNetworks.mixed(seed, 14)))
            .flatMap(network -> network.layers().stream())
            .map(layer -> layer.kernel().getClass().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(drawn).isEqualTo(kernelRecords());
  }

  @Test
  void everyKernelCanBePrinted() {
    assertThat(LayerModels.kernels().stream().map(Class::getSimpleName).collect(Collectors.toSet()))
        .isEqualTo(kernelRecords());
  }

  private static TreeSet<String> kernelRecords() {
    return new ClassFileImporter()
        .importPackagesOf(Kernel.class).stream()
            .filter(type -> type.isAssignableTo(Kernel.class) && !type.isInterface())
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void exampleRunsAndReportsSuccess() throws Exception {
    Target target = target(4, 16);
    Program program =
        Scheduler.schedule(
            RandomNetworks.network(5, 12), target, "net", CEmitter.scratchBytes(target));
    CompiledPrograms.write(emit(program, target, 5), folder);
    List<String> command = new ArrayList<>(List.of("gcc"));
    command.addAll(CompiledPrograms.WARNINGS);
    command.addAll(CompiledPrograms.sources(folder));
    command.addAll(List.of("main.c", "-o", "example"));
    CompiledPrograms.run(folder, command);
    byte[] printed =
        CompiledPrograms.execute(
            folder, List.of(folder.resolve("example").toString()), new byte[0]);
    assertThat(new String(printed, StandardCharsets.UTF_8))
        .startsWith("bit-exact\nlargest output: ");
  }

  @Test
  void selfTestNamesTheFirstWrongLayer() throws Exception {
    Target target = target(4, 16);
    FixedNetwork network = RandomNetworks.network(5, 12);
    Program program = Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target));
    int[] input = new int[network.inputType().shape().elements()];
    TestVectors right = vectors(network, input);
    List<IntTensor> outputs = new ArrayList<>(right.outputs());
    int[] wrong = outputs.get(3).toArray();
    wrong[0] ^= 1;
    outputs.set(3, IntTensor.vector(ElementType.INT8, wrong));
    TestVectors vectors = new TestVectors(right.input(), outputs);
    CompiledPrograms.write(CEmitter.emit(program, target, vectors), folder);
    Files.writeString(
        folder.resolve("driver.c"),
        "#include \"net.h\"\nstatic int64_t arena[NET_ARENA_BYTES / 8 + 1];\n"
            + "int main(void) { return net_self_test(arena) == 4 ? 0 : 1; }\n");
    List<String> command = new ArrayList<>(List.of("gcc", "-o", "program"));
    command.addAll(CompiledPrograms.sources(folder));
    CompiledPrograms.run(folder, command);
    CompiledPrograms.run(folder, List.of(folder.resolve("program").toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "arm-none-eabi-gcc, -mcpu=cortex-m0 -mthumb",
    "arm-none-eabi-gcc, -mcpu=cortex-m4 -mthumb",
    "xtensa-lx106-elf-gcc, -mlongcalls -ffreestanding -Iinclude",
    "riscv64-unknown-elf-gcc, -march=rv32imc -mabi=ilp32 --specs=picolibc.specs"
  })
  void crossCompilersAcceptTheSources(String compiler, String flags) throws Exception {
    write(target(4, 16), 1000, 6, 14);
    Files.createDirectory(folder.resolve("include"));
    Files.writeString(folder.resolve("include/string.h"), STRING_H);
    Files.delete(folder.resolve("driver.c"));
    List<String> command = new ArrayList<>(List.of(compiler, "-c", "-O2"));
    command.addAll(List.of(flags.split(" ")));
    command.addAll(CompiledPrograms.WARNINGS);
    command.addAll(CompiledPrograms.sources(folder));
    CompiledPrograms.run(folder, command);
  }

  @Test
  void textIsLaidOutAndTheSameEveryTime() {
    Target target = target(4, 16);
    for (int seed = 1000; seed < 1012; seed++) {
      Program program =
          Scheduler.schedule(
              RandomNetworks.network(seed, 14), target, "net", CEmitter.scratchBytes(target));
      SourceBundle bundle = emit(program, target, seed);
      SourceBundle again = emit(program, target, seed);
      assertThat(bundle.files().keySet())
          .containsExactlyInAnyOrder(
              "net.h",
              "net.c",
              "net_weights.h",
              "net_weights.c",
              "net_quantize.c",
              "net_quantize_float.c",
              "net_self_test.c",
              "net_test_vectors.h",
              "main.c");
      for (String file : bundle.files().keySet()) {
        String text = text(bundle, file);
        assertThat(text).isEqualTo(text(again, file)).endsWith("\n").doesNotContain("\n\n\n");
        assertThat(text.lines().findFirst().orElseThrow())
            .contains("lowrank-mcu", "random.onnx", "TensorFlow Lite's reference kernels");
        assertThat(text.lines())
            .allMatch(line -> line.equals(line.stripTrailing()))
            .allMatch(line -> !line.contains("\t") && line.length() <= CText.WIDTH);
      }
    }
  }

  private static String text(SourceBundle bundle, String file) {
    return new String(bundle.files().get(file), StandardCharsets.UTF_8);
  }

  @Test
  void textDoesNotDependOnTheLocale() {
    Target target = target(4, 16);
    Program program =
        Scheduler.schedule(
            RandomNetworks.network(1001, 14), target, "net", CEmitter.scratchBytes(target));
    SourceBundle expected = emit(program, target, 1);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("hi-IN-u-nu-deva"));
      SourceBundle other = emit(program, target, 1);
      for (String file : expected.files().keySet()) {
        assertThat(text(other, file)).isEqualTo(text(expected, file));
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void sumsThatCouldOverflowAreRefused() {
    TensorType input = new TensorType(Shape.of(1), QuantizedType.int8(1, 0));
    int bias = Integer.MAX_VALUE - 127 * 128;
    assertThat(constantBytes(input, bias)).isPositive();
    assertThatThrownBy(() -> constantBytes(input, bias + 1))
        .isInstanceOfSatisfying(
            CompileException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.ACCUMULATOR_OVERFLOW));
  }

  private static long constantBytes(TensorType type, int bias) {
    ConvolutionKernel kernel =
        new ConvolutionKernel(
            type,
            type,
            Window.POINT,
            1,
            true,
            new IntTensor(Shape.of(1, 1), ElementType.INT8, new int[] {127}),
            IntTensor.vector(ElementType.INT32, bias),
            new Requantiser(
                IntTensor.vector(ElementType.INT32, 1 << 30),
                IntTensor.vector(ElementType.INT8, -8),
                0,
                -128,
                127));
    FixedNetwork network =
        new FixedNetwork(
            "one",
            "data",
            type,
            List.of(new FixedLayer("dense", kernel, List.of("data"), Origin.of("dense"))),
            "dense",
            new Provenance("m.onnx", "0", Preprocessing.NONE, List.of()));
    Target target = target(4, 16);
    return CEmitter.constantBytes(
        Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target)), target);
  }

  @Test
  void filesNameTheBuildsVersion() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
    assertThat(Tool.NAME_AND_VERSION).isEqualTo("lowrank-mcu " + version);
  }
}
