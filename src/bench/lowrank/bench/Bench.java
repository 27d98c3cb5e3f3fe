package lowrank.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.emit.c.CEmitter;
import lowrank.emit.c.TestVectors;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.interpret.Trace;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.tensor.IntTensor;
import lowrank.verify.ExecutionProfile;
import lowrank.verify.GeneratedModel;
import lowrank.verify.ImageMeter;
import lowrank.verify.ImageSize;
import lowrank.verify.InstructionCounter;

/** Generates the C of a network for a target and measures it. */
final class Bench {
  private static final String IDENTIFIER = "model";

  private Bench() {}

  /** What was measured of one network on one target. */
  record Measurement(Program program, ExecutionProfile profile, ImageSize image) {}

  static Measurement measure(FixedNetwork network, Target target) throws IOException {
    Path folder = Files.createTempDirectory("lowrank-bench");
    try {
      int[] input = input(network);
      Program program = Scheduler.schedule(network, target, IDENTIFIER);
      for (var file : CEmitter.emit(program, target, vectors(network, input)).files().entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      GeneratedModel model = new GeneratedModel(folder, IDENTIFIER, network);
      return new Measurement(
          program,
          new InstructionCounter().profile(model, target, input),
          new ImageMeter().measure(model, target));
    } finally {
      delete(folder);
    }
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
                  return new IntTensor(
                      type.shape(), type.type().element(), trace.outputs().get(i));
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
