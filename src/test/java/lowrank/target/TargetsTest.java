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
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(?m)^alignment:.*$ | alignment: 3 | alignment 3 must be a power of two",
        "(?m)^alignment:.*$ | alignment: 128 | alignment 128 must be a power of two up to 64",
        "(?m)^features:.*$ | features: [dps] | feature dps is unknown; the features are dsp, mve",
        "(?m)^features:.*$ | features: [dsp, dsp] | feature dsp is there twice",
        "(?m)^ram:.*$ | ram: 0 | ram must be above 0",
        "(?m)^ram:.*$ | ram: 1K\\nram: 2K | uplicate",
        "(?m)^multiply-cost:.*$ | multiply-cost: 0 | multiply-cost must be above 0",
        "(?m)^multiply-cost:.*$ | multiply-cost: much | key multiply-cost: it has the wrong type",
        "taps: 16 | taps: 0 | unroll.taps must be above 0",
        "taps: 16 | taps: 16\\n  tabs: 16 | key unroll.tabs is unknown; take it out, the keys there are",
        "(?m)^  taps: 16$ | # | key unroll.taps is missing; add it",
        "(?m)^ram:.*$ | banks: {a: 1K} | key ram is missing; add it",
        "(?m)^ram:.*$ | ram: 3K\\nbanks: {a: 1K, b: 1K} | the banks are 1K + 1K = 2K; write ram: 2K",
        "(?m)^ram:.*$ | ram: 3K\\nbanks: {A-1: 3K} | bank A-1: use lower case letters",
        "(?m)^ram:.*$ | ram: 3K\\nbanks: {a: -3K} | -3K is not a size",
        "(?s)^.*$ | # | empty",
        "(?m)^name:.*$ | name: ../x | name: use letters"
      })
  void whatIsWrongIsNamed(String pattern, String replacement, String message, @TempDir Path folder)
      throws IOException {
    String valid = Files.readString(Path.of("targets/cortex-m4.yaml"));
    String text = valid.replaceFirst(pattern, replacement.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(valid);
    Path file = folder.resolve("board.yaml");
    Files.writeString(file, text);
    assertThatThrownBy(() -> Targets.load(file.toString()))
        .isInstanceOf(CompileException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void banksKeepTheirOrder(@TempDir Path folder) throws IOException {
    String valid = Files.readString(Path.of("targets/cortex-m4.yaml"));
    Path file = folder.resolve("board.yml");
    Files.writeString(
        file, valid.replaceFirst("(?m)^ram:.*$", "ram: 192K\nbanks: {tcm: 64K, sram: 128K}"));
    assertThat(Targets.load(file.toString()).memories())
        .extracting(Target.Bank::name)
        .containsExactly("tcm", "sram");
    assertThat(Targets.load("cortex-m4").memories()).hasSize(1);
  }
}
