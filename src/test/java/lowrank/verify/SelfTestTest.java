package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.target.Targets;
import lowrank.verify.VerificationResult.Mismatch;
import lowrank.verify.VerificationResult.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The self-test that is generated with a model, and the example program that runs it. */
class SelfTestTest {
  /** Firmware that runs the model, and with -DPROVE its self-test, too. */
  private static final String FIRMWARE =
      """
      #include "net.h"
      static uint8_t arena[NET_ARENA_BYTES] __attribute__((aligned(16)));
      volatile int8_t result;
      void _start(void);
      void *memcpy(void *to, const void *from, unsigned count);
      void *memset(void *to, int value, unsigned count);
      void *memcpy(void *to, const void *from, unsigned count)
      {
          for (unsigned i = 0; i < count; i++) ((volatile char *)to)[i] = ((const char *)from)[i];
          return to;
      }
      void *memset(void *to, int value, unsigned count)
      {
          for (unsigned i = 0; i < count; i++) ((volatile char *)to)[i] = (char)value;
          return to;
      }
      void _start(void)
      {
      #ifdef PROVE
          result = (int8_t)net_self_test(arena);
      #endif
          net_input(arena)[0] = 1;
          result = net_invoke(arena)[0];
          for (;;) { }
      }
      """;

  @TempDir Path folder;
  private final FaultyModel faulty = new FaultyModel();
  private GeneratedModel model;

  @BeforeEach
  void write() throws IOException {
    model = faulty.write(folder, "host");
  }

  /** Changes the first weight of a layer. */
  private void corrupt(String layer) throws IOException {
    Path file = folder.resolve("net_weights.c");
    String text = Files.readString(file);
    Matcher table =
        Pattern.compile("(net_" + layer + "_weights\\[\\d+\\] =\\s*\\{\\s*)(-?\\d+)").matcher(text);
    assertThat(table.find()).isTrue();
    int weight = Integer.parseInt(table.group(2));
    String changed = table.group(1) + (weight > 0 ? weight - 60 : weight + 60);
    Files.writeString(
        file, text.substring(0, table.start()) + changed + text.substring(table.end()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cortex-m0", "cortex-m4", "cortex-m55", "esp32-c3", "esp32"})
  void aCorruptedWeightIsNamedOnTheCore(String name) throws IOException {
    EmulatedProgram program = new EmulatedProgram(Targets.load(name));
    assertThat(run(program).exact()).isTrue();
    corrupt("point");
    Run run = run(program);
    assertThat(run.first().map(Mismatch::layer)).contains("point");
    assertThat(run.failure()).contains("the self-test says that layer point differs");
  }

  private Run run(Implementation implementation) {
    return new Verifier(model).verify(faulty.inputs(3), List.of(implementation)).runs().get(0);
  }

  @Test
  void theExampleProgramSaysBitExactOrTheFirstLayerThatDiffers() throws IOException {
    assertThat(example().text()).startsWith("bit-exact\nlargest output: ");
    assertThat(example().status()).isZero();
    corrupt("depthwise");
    assertThat(example().text())
        .isEqualTo("NOT bit-exact: layer 1 (depthwise) is the first that differs\n");
    assertThat(example().status()).isEqualTo(1);
  }

  private Command.Outcome example() throws IOException {
    Path work = Files.createTempDirectory(folder, "example");
    List<String> arguments = new ArrayList<>(CBuild.STRICT);
    for (String file :
        List.of(
            "main.c",
            "net.c",
            "net_weights.c",
            "net_self_test.c",
            "net_quantize.c",
            "net_quantize_float.c")) {
      arguments.add(folder.resolve(file).toString());
    }
    arguments.addAll(List.of("-o", "example"));
    Command.Outcome built = new Command("gcc").run(work, Command.BUILD_LIMIT, arguments);
    assertThat(built.text()).isEmpty();
    return new Command(work.resolve("example").toString())
        .run(work, Command.BUILD_LIMIT, List.of());
  }

  @Test
  void itCostsNothingWhenItIsNotCalled() throws IOException {
    Files.writeString(folder.resolve("firmware.c"), FIRMWARE);
    String without = sections(List.of());
    assertThat(sections(List.of("net_self_test.c"))).isEqualTo(without);
    assertThat(sections(List.of("net_self_test.c", "-DPROVE"))).isNotEqualTo(without);
  }

  /** The sections that hold bytes, and their sizes, of firmware for a Cortex-M4. */
  private String sections(List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-mcpu=cortex-m4",
                "-mthumb",
                "-O2",
                "-ffreestanding",
                "-ffunction-sections",
                "-fdata-sections",
                "-nostdlib",
                "-Wl,--gc-sections",
                "-isystem",
                Path.of("src/main/resources/lowrank/harness/freestanding")
                    .toAbsolutePath()
                    .toString(),
                "-o",
                "firmware.elf",
                "firmware.c",
                "net.c",
                "net_weights.c"));
    arguments.addAll(more);
    Command compiler = new Command("arm-none-eabi-gcc");
    Command.Outcome built = compiler.run(folder, Command.BUILD_LIMIT, arguments);
    assertThat(built.status()).as(built.text()).isZero();
    List<String> question = List.of("-A", "-d", "firmware.elf");
    Command.Outcome sizes = compiler.sibling("size").run(folder, Command.BUILD_LIMIT, question);
    return sizes
        .text()
        .lines()
        .filter(line -> line.matches("\\.(text|rodata|data|bss).*"))
        .reduce("", (all, line) -> all + line + "\n");
  }
}
