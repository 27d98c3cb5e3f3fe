package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import lowrank.cost.CostModel;
import lowrank.emit.c.CEmitter;
import lowrank.kernel.Kernel;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.random.SizedNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cost models in the tree against freshly counted instructions of layers that they were not
 * fitted to. {@code -Dlowrank.dialects=full} tries all cores, else two.
 */
class CostModelTest {
  private static final boolean FULL = "full".equals(System.getProperty("lowrank.dialects"));

  /** Layers with fewer instructions were not fitted to. */
  private static final long SMALLEST = 2_000;

  /** No network that the models were fitted to. */
  private static final long SEED = 1001;

  @TempDir Path folder;

  static Stream<String> cores() {
    return FULL
        ? Targets.names().stream().filter(name -> CostModel.of(Targets.load(name)).isPresent())
        : Stream.of("cortex-m4", "cortex-m0");
  }

  @ParameterizedTest
  @MethodSource("cores")
  void predictsCountsWithinTheStatedError(String name) throws IOException {
    Target target = Targets.load(name);
    CostModel model = CostModel.of(target).orElseThrow();
    FixedNetwork network = SizedNetworks.network(SEED, 10);
    Program program = Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target));
    List<String> forms = CEmitter.forms(program, target);
    GeneratedModel generated =
        GeneratedFolders.write(Files.createDirectory(folder.resolve("m")), network, target, "net");
    int[] input = GeneratedFolders.inputs(network, 1).get(0);
    List<Long> counted = new InstructionCounter().count(generated, target, input).layers();
    int tried = 0;
    for (int i = 0; i < counted.size(); i++) {
      Kernel kernel = network.layers().get(i).kernel();
      OptionalLong predicted = model.instructions(forms.get(i), kernel);
      if (counted.get(i) >= SMALLEST && predicted.isPresent()) {
        double error = 100.0 * Math.abs(predicted.getAsLong() - counted.get(i)) / counted.get(i);
        System.out.printf(
            Locale.ROOT,
            "%s, %s: %d of %d, %.1f %%%n",
            name,
            CostModel.key(forms.get(i), kernel),
            predicted.getAsLong(),
            counted.get(i),
            error);
        assertThat(error).as(forms.get(i)).isLessThanOrEqualTo(model.worstError());
        tried++;
      }
    }
    assertThat(tried).isGreaterThanOrEqualTo(4);
  }

  @Test
  void knowsNothingOfTheHostAndOfUnknownCode() {
    assertThat(CostModel.of(Targets.load("host"))).isEmpty();
    Optional<CostModel> model = CostModel.of(Targets.load("cortex-m4"));
    Kernel kernel = SizedNetworks.network(SEED, 1).layers().get(0).kernel();
    assertThat(model.orElseThrow().instructions("no such form", kernel)).isEmpty();
  }
}
