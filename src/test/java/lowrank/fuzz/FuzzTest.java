package lowrank.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged models, arrays and target descriptors are refused in one line or taken, never more. A few
 * in every build; {@code -Dtest=FuzzTest -Dlowrank.fuzz=200000 -Dlowrank.test.heap=2g} runs more of
 * the same sequence.
 */
class FuzzTest {
  private static final long EXECUTIONS = Long.getLong("lowrank.fuzz", 1500);
  private static final long SEED = Long.getLong("lowrank.fuzz.seed", 1);

  @TempDir Path folder;

  @Test
  void damagedFilesAreRefused() {
    Fuzzer fuzzer = new Fuzzer(SEED, folder);
    fuzzer.run(0, EXECUTIONS);
    System.out.println("fuzzed " + fuzzer.summary());
    assertThat(fuzzer.crashes()).isEmpty();
  }
}
