package lowrank.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lowrank.emit.c.CEmitter;
import lowrank.emit.c.TestVectors;
import lowrank.emit.reference.ReferenceEmitter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.tensor.IntTensor;

/** Writes what both emitters make of a network. */
final class GeneratedFolders {
  private GeneratedFolders() {}

  static GeneratedModel write(Path folder, FixedNetwork network, Target target, String identifier)
      throws IOException {
    return write(folder, network, target, identifier, Fusion.OFF);
  }

  static GeneratedModel write(
      Path folder, FixedNetwork network, Target target, String identifier, Fusion fusion)
      throws IOException {
    return write(
        folder,
        Scheduler.schedule(network, target, identifier, CEmitter.scratchBytes(target), fusion),
        target);
  }

  static GeneratedModel write(Path folder, Program program, Target target) throws IOException {
    SourceBundle bundle =
        CEmitter.emit(program, target, vectors(program.network()))
            .with(new ReferenceEmitter().emit(program));
    for (var file : bundle.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return new GeneratedModel(folder, program.identifier(), program.network());
  }

  private static TestVectors vectors(FixedNetwork network) {
    int[] input = inputs(network, 1).get(0);
    List<int[]> outputs = new FixedPointInterpreter(network).trace(input).outputs();
    return new TestVectors(
        IntTensor.vector(network.inputType().type().element(), input),
        IntStream.range(0, outputs.size())
            .mapToObj(
                i ->
                    IntTensor.vector(
                        network.layers().get(i).kernel().output().type().element(), outputs.get(i)))
            .toList());
  }

  /** Random inputs, the same for the same count. */
  static List<int[]> inputs(FixedNetwork network, int count) {
    Random random = new Random(count);
    return IntStream.range(0, count)
        .mapToObj(i -> RandomNetworks.integers(random, network.inputType()))
        .toList();
  }
}
