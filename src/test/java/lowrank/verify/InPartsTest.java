package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InPartsTest {
  @Test
  void layersInsideAChainAreCountedWithoutThoseTheyCall() {
    InParts parts =
        InParts.parse(
            List.of("parts: layer 1", "parts: layer 2", "memory: arena 9 of 9 touched", "parts: "));
    ExecutionProfile profile =
        new ExecutionProfile(
            new InstructionCounts("a core", List.of(7L, 10L, 25L, 65L, 3L), 75),
            new TouchedMemory(9, 9, Optional.empty()),
            false,
            List.of(),
            Optional.empty());
    assertThat(parts.apart(profile).counts())
        .isEqualTo(new InstructionCounts("a core", List.of(7L, 10L, 15L, 40L, 3L), 75));
  }
}
