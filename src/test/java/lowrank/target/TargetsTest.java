package lowrank.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lowrank.diagnostic.CompileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetsTest {
  @ParameterizedTest
  @MethodSource("lowrank.target.Targets#names")
  void everyDescriptorIsReadAndCarriesItsFileName(String name) {
    Target target = Targets.load(name);
    assertThat(target.name()).isEqualTo(name);
    assertThat(target.flash().bytes()).isPositive();
    assertThat(target.ram().bytes()).isPositive();
    assertThat(Integer.bitCount(target.alignment())).isEqualTo(1);
    assertThat(target.unroll().outputChannels()).isPositive();
    assertThat(target.unroll().taps()).isPositive();
  }

  @Test
  void theIndexListsEveryDescriptor() throws IOException {
    try (var files = Files.list(Path.of("targets"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".yaml")))
          .containsExactlyInAnyOrderElementsOf(
              Targets.names().stream().map(name -> name + ".yaml").toList());
    }
  }

  @Test
  void anUnknownTargetIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Targets.load("cortex-m99"))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("cortex-m99")
        .hasMessageContaining("cortex-m4, ");
  }

  @Test
  void aTypoOrAMissingKeyIsAnError(@TempDir Path folder) throws IOException {
    String valid = Files.readString(Path.of("targets/cortex-m4.yaml"));
    Path file = folder.resolve("board.yaml");
    Files.writeString(file, valid);
    assertThat(Targets.load(file.toString()).name()).isEqualTo("cortex-m4");
    Files.writeString(file, valid + "colour: red\n");
    assertThatThrownBy(() -> Targets.load(file.toString()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("colour");
    Files.writeString(file, valid.replaceFirst("(?m)^flash:.*\\R", ""));
    assertThatThrownBy(() -> Targets.load(file.toString()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("flash");
    Files.writeString(file, valid.replaceFirst("(?m)^flash: *\\S+", "flash: 1X"));
    assertThatThrownBy(() -> Targets.load(file.toString()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("1X");
  }
}
