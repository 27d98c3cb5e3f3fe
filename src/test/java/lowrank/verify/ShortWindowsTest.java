package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lowrank.program.FixedNetwork;
import lowrank.random.RandomNetworks;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random depthwise convolutions with windows of few taps, as CP decompositions have them, on cores
 * and on the host.
 */
class ShortWindowsTest {
  private static final int LAYERS = 16;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "cortex-m4,1,INT8,net_k_pair_",
    "cortex-m4,2,INT8,net_k_pair_",
    "cortex-m33,3,INT8,net_k_pair_",
    "cortex-m55,4,INT8,net_k_depthwise_",
    "cortex-m55,5,INT8,net_k_depthwise_",
    "cortex-m4,6,INT16,net_k_halfword_pair_",
    "cortex-m33,7,INT16,net_k_halfword_pair_",
    "cortex-m55,8,INT16,net_k_halfword_depthwise_"
  })
  void shortWindowsAreBitExact(String name, long seed, ElementType element, String function)
      throws IOException {
    Target target = Targets.load(name);
    FixedNetwork network = RandomNetworks.shortWindows(seed, LAYERS, element);
    GeneratedModel model = GeneratedFolders.write(folder, network, target, "net");
    List<Implementation> all = new ArrayList<>(Verifier.onEmulator(target));
    all.add(HostProgram.gcc());
    VerificationResult result =
        new Verifier(model).verify(GeneratedFolders.inputs(network, 4), all);
    assertThat(result.passed()).as(result.summary()).isTrue();
    assertThat(Files.readString(folder.resolve("net.c"))).contains(function);
  }
}
