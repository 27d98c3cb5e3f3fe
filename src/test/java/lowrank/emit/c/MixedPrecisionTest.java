package lowrank.emit.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.RequantiseKernel;
import lowrank.kernel.TensorType;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of int8 and int16 activations give the same bytes in C as in the interpreter. */
class MixedPrecisionTest {
  private static final List<String> SANITIZERS =
      List.of("-O0", "-fsanitize=undefined,address", "-fno-sanitize-recover=all");

  /** Networks of each first seed. */
  private static final int NETWORKS = 12;

  @TempDir Path folder;

  private static TensorType type(FixedNetwork network, int layer) {
    return network.layers().get(layer).kernel().output();
  }

  private static TestVectors vectors(FixedNetwork network, long seed) {
    int[] input = RandomNetworks.integers(new Random(seed), network.inputType());
    List<int[]> outputs = new FixedPointInterpreter(network).trace(input).outputs();
    List<IntTensor> tensors =
        IntStream.range(0, outputs.size())
            .mapToObj(i -> IntTensor.vector(type(network, i).type().element(), outputs.get(i)))
            .toList();
    return new TestVectors(IntTensor.vector(network.inputType().type().element(), input), tensors);
  }

  private List<Program> write(Target target, long firstSeed) throws Exception {
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < NETWORKS; i++) {
      FixedNetwork network = RandomNetworks.mixed(firstSeed + i, 14);
      Program program =
          Scheduler.schedule(network, target, "net" + i, CEmitter.scratchBytes(target));
      CompiledPrograms.write(CEmitter.emit(program, target, vectors(network, i)), folder);
      programs.add(program);
    }
    Files.writeString(folder.resolve("driver.c"), CompiledPrograms.driver(programs));
    return programs;
  }

  @ParameterizedTest
  @CsvSource({"gcc, 4, 16, 1000", "gcc, 1, 1, 2000", "clang, 2, 8, 3000", "gcc, 8, 24, 4000"})
  void everyLayerEqualsTheInterpreter(String compiler, int outputChannels, int taps, long seed)
      throws Exception {
    List<Program> programs = write(CEmitterTest.target(outputChannels, taps), seed);
    List<String> command = new ArrayList<>(List.of(compiler));
    command.addAll(CompiledPrograms.WARNINGS);
    command.addAll(SANITIZERS);
    command.addAll(List.of("-o", "program"));
    command.addAll(CompiledPrograms.sources(folder));
    CompiledPrograms.run(folder, command);
    ByteArrayOutputStream inputs = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    Random random = new Random(seed);
    for (Program program : programs) {
      FixedNetwork network = program.network();
      int[] input = RandomNetworks.integers(random, network.inputType());
      inputs.writeBytes(RandomNetworks.encode(network.inputType(), input));
      inputs.writeBytes(RandomNetworks.encode(network.inputType(), input));
      FixedPointInterpreter interpreter = new FixedPointInterpreter(network);
      List<int[]> outputs = interpreter.trace(input).outputs();
      for (int i = 0; i < outputs.size(); i++) {
        expected.writeBytes(RandomNetworks.encode(type(network, i), outputs.get(i)));
      }
      expected.writeBytes(RandomNetworks.encode(network.outputType(), interpreter.run(input)));
    }
    byte[] results =
        CompiledPrograms.execute(
            folder, List.of(folder.resolve("program").toString()), inputs.toByteArray());
    assertThat(results).isEqualTo(expected.toByteArray());
  }

  @Test
  void theExampleCompilesForWideEnds() throws Exception {
    FixedNetwork network =
        IntStream.range(0, 100)
            .mapToObj(seed -> RandomNetworks.mixed(seed, 3))
            .filter(n -> n.inputType().type().element() == ElementType.INT16)
            .filter(n -> n.outputType().type().element() == ElementType.INT16)
            .findFirst()
            .orElseThrow();
    Target target = CEmitterTest.target(4, 16);
    Program program = Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target));
    CompiledPrograms.write(CEmitter.emit(program, target, vectors(network, 1)), folder);
    assertThat(folder.resolve("net.h"))
        .content()
        .contains("int16_t *net_input(void *arena)", "const int16_t *net_invoke(void *arena)");
    List<String> command = new ArrayList<>(List.of("gcc", "-o", "program", "main.c"));
    command.addAll(CompiledPrograms.WARNINGS);
    command.addAll(SANITIZERS);
    command.addAll(CompiledPrograms.sources(folder));
    CompiledPrograms.run(folder, command);
    CompiledPrograms.run(folder, List.of(folder.resolve("program").toString()));
  }

  /** Kernels of the networks above by what they read and write: no constellation is left out. */
  @Test
  void everyMixtureIsDrawn() {
    List<String> drawn =
        IntStream.of(1000, 2000, 3000, 4000)
            .flatMap(first -> IntStream.range(first, first + NETWORKS))
            .mapToObj(seed -> RandomNetworks.mixed(seed, 14))
            .flatMap(network -> network.layers().stream())
            .map(FixedLayer::kernel)
            .map(
                kernel ->
                    kernel.getClass().getSimpleName()
                        + " "
                        + kernel.inputs().get(0).type().element()
                        + " "
                        + kernel.output().type().element())
            .distinct()
            .toList();
    for (String kernel :
        List.of(
            "ConvolutionKernel",
            "AddKernel",
            "SumKernel",
            "MeanKernel",
            RequantiseKernel.class.getSimpleName())) {
      assertThat(drawn)
          .contains(kernel + " INT8 INT16", kernel + " INT16 INT8", kernel + " INT16 INT16");
    }
    for (String kernel :
        List.of(
            "PoolKernel",
            "PadKernel",
            "SliceKernel",
            "ReshapeKernel",
            "ResizeNearestKernel",
            "TransposeKernel",
            "ConcatenationKernel")) {
      assertThat(drawn).contains(kernel + " INT16 INT16");
    }
  }
}
