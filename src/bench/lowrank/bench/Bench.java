package lowrank.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.emit.c.CEmitter;
import lowrank.emit.c.TestVectors;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.interpret.Trace;
import lowrank.kernel.Kernel;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.tensor.IntTensor;
import lowrank.verify.ExecutionProfile;
import lowrank.verify.GeneratedModel;
import lowrank.verify.ImageMeter;
import lowrank.verify.ImageSize;
import lowrank.verify.InstructionCounter;
import lowrank.verify.trace.Histogram;

/** Generates the C of a network for a target and measures it. */
final class Bench {
  private static final String IDENTIFIER = "bench";

  private final Peers peers;
  private final Peers peerCycles;
  private final boolean image;
  private final Fusion fusion;

  /** A benchmark beside these figures, with or without the size of code and weights. */
  Bench(Peers peers, Peers peerCycles, boolean image, Fusion fusion) {
    this.peers = peers;
    this.peerCycles = peerCycles;
    this.image = image;
    this.fusion = fusion;
  }

  Row measure(String name, FixedNetwork network, Target target) throws IOException {
    Path folder = Files.createTempDirectory("lowrank-bench");
    try {
      int[] input = input(network);
      GeneratedModel model = write(folder, network, target, fusion, input);
      ExecutionProfile profile = new InstructionCounter().profile(model, target, input);
      Optional<ImageSize> size =
          image ? Optional.of(new ImageMeter().measure(model, target)) : Optional.empty();
      return row(name, network, target, profile, size);
    } finally {
      delete(folder);
    }
  }

  /** Instructions of each layer, with the name of its C. */
  static List<Counted> count(FixedNetwork network, Target target) throws IOException {
    Path folder = Files.createTempDirectory("lowrank-bench");
    try {
      int[] input = input(network);
      GeneratedModel model = write(folder, network, target, Fusion.AUTO, input);
      List<Long> counts = new InstructionCounter().count(model, target, input).layers();
      List<String> forms = CEmitter.forms(program(network, target, Fusion.AUTO), target);
      List<Counted> counted = new ArrayList<>();
      for (int i = 0; i < counts.size(); i++) {
        counted.add(new Counted(network.layers().get(i).kernel(), forms.get(i), counts.get(i)));
      }
      return counted;
    } finally {
      delete(folder);
    }
  }

  /** A layer, the name of its C and its instructions. */
  record Counted(Kernel kernel, String form, long instructions) {}

  private static Program program(FixedNetwork network, Target target, Fusion fusion) {
    return Scheduler.schedule(network, target, IDENTIFIER, CEmitter.scratchBytes(target), fusion);
  }

  private static GeneratedModel write(
      Path folder, FixedNetwork network, Target target, Fusion fusion, int[] input)
      throws IOException {
    Program program = program(network, target, fusion);
    for (var file : CEmitter.emit(program, target, vectors(network, input)).files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return new GeneratedModel(folder, IDENTIFIER, network);
  }

  private Row row(
      String name,
      FixedNetwork network,
      Target target,
      ExecutionProfile profile,
      Optional<ImageSize> size) {
    List<String> cores = List.of(target.name(), target.emulated().orElseThrow().runs());
    List<String> layers =
        network.layers().stream().map(layer -> BenchmarkLayers.name(layer.kernel())).toList();
    Histogram invoke = profile.invoke().orElseThrow();
    return new Row(
        target.name(),
        name,
        network.multiplies(),
        invoke,
        profile.memory(),
        size,
        Comparison.of(
            peers, cores, name, invoke, layers, profile.layers(), Histogram::instructions),
        Comparison.of(
            peerCycles, cores, name, invoke, layers, profile.layers(), Histogram::cycles));
  }

  private static int[] input(FixedNetwork network) {
    Random random = new Random(1);
    return random.ints(network.inputType().shape().elements(), -128, 128).toArray();
  }

  private static TestVectors vectors(FixedNetwork network, int[] input) {
    Trace trace = new FixedPointInterpreter(network).trace(input);
    List<IntTensor> outputs =
        Stream.iterate(0, i -> i < trace.outputs().size(), i -> i + 1)
            .map(
                i -> {
                  var type = network.layers().get(i).kernel().output();
                  return new IntTensor(type.shape(), type.type().element(), trace.outputs().get(i));
                })
            .toList();
    return new TestVectors(
        new IntTensor(network.inputType().shape(), network.inputType().type().element(), input),
        outputs);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
