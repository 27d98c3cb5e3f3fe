package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lowrank.emit.c.CEmitter;
import lowrank.emit.packaging.PackageSettings;
import lowrank.emit.packaging.Packager;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated folders under the ecosystems' own tools: Arduino's builder, and the parser of Kconfig
 * that Zephyr uses. For CMake see {@link PackagesTest}.
 */
class EcosystemToolsTest {
  private static final int LAYERS = 8;

  @TempDir Path work;
  private Path library;

  @BeforeEach
  void makeTheFolder() throws IOException {
    library = Files.createDirectories(work.resolve("libraries/net"));
  }

  private FixedNetwork generate(long seed) throws IOException {
    FixedNetwork network = RandomNetworks.network(seed, LAYERS);
    Target target = Targets.load("cortex-m3");
    Program program = Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target));
    SourceBundle sources = CEmitter.emit(program, target, Generator.testVectors(network));
    SourceBundle folder = Packager.packaged(sources, program, target, PackageSettings.DEFAULT);
    for (Map.Entry<String, byte[]> file : folder.files().entrySet()) {
      Path path = library.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return network;
  }

  // Arduino

  /** A board of Arduino's platform specification: a Cortex-M3 with semihosting, for QEMU. */
  private static final Map<String, String> HARDWARE =
      Map.of(
          "boards.txt",
          """
          m3.name=Cortex-M3
          m3.build.board=M3
          m3.build.core=core
          """,
          "platform.txt",
          """
          name=Emulated
          version=1.0.0
          flags=-mcpu=cortex-m3 -mthumb --specs=picolibc.specs -O1 -Wall -Wextra -Werror
          cpp=arm-none-eabi-g++ -std=gnu++11 -fno-exceptions -fno-rtti {flags} {includes}
          memory=-Wl,--defsym=__flash=0x0 -Wl,--defsym=__flash_size=4M \
          -Wl,--defsym=__ram=0x20000000 -Wl,--defsym=__ram_size=4M
          recipe.c.o.pattern=arm-none-eabi-gcc -std=gnu11 {flags} {includes} \
          -c "{source_file}" -o "{object_file}"
          recipe.cpp.o.pattern={cpp} -c "{source_file}" -o "{object_file}"
          recipe.preproc.macros={cpp} -E -CC "{source_file}" -o "{preprocessed_file_path}"
          recipe.ar.pattern=arm-none-eabi-ar rcs "{archive_file_path}" "{object_file}"
          recipe.c.combine.pattern=arm-none-eabi-gcc {flags} --oslib=semihost --crt0=hosted \
          {memory} -o "{build.path}/sketch.elf" {object_files} "{archive_file_path}"
          """,
          "cores/core/Arduino.h",
          """
          #pragma once
          #include <stdint.h>
          #include <stdio.h>
          struct Printer {
            void begin(long) { }
            operator bool() const { return true; }
            void print(const char *text) { fputs(text, stdout); }
            void println(const char *text) { puts(text); }
            void println(long number) { printf("%ld\\n", number); }
          };
          extern Printer Serial;
          void setup();
          void loop();
          void delay(unsigned long);
          """,
          "cores/core/main.cpp",
          """
          #include "Arduino.h"
          Printer Serial;
          void delay(unsigned long) { }
          int main() { setup(); loop(); return 0; }
          """);

  private void hardware() throws IOException {
    for (Map.Entry<String, String> file : HARDWARE.entrySet()) {
      Path path = work.resolve("hardware/test/arm").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /**
   * The builder finds the library by the header that the sketch includes, reads its manifest,
   * compiles what is under {@code src}, makes C++ of the sketch and links.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void arduinoBuildsTheSketchAndItDecides(long seed) throws IOException {
    FixedNetwork network = generate(seed);
    hardware();
    Path build = Files.createDirectory(work.resolve("build"));
    String tools = "/usr/share/arduino-builder";
    List<String> command = new ArrayList<>(List.of("arduino-builder", "-compile"));
    command.addAll(List.of("-warnings", "all", "-fqbn", "test:arm:m3"));
    command.addAll(List.of("-hardware", work.resolve("hardware").toString()));
    command.addAll(List.of("-hardware", tools, "-tools", tools));
    command.addAll(List.of("-libraries", library.getParent().toString()));
    command.addAll(List.of("-build-path", build.toString(), "-verbose"));
    command.add(library.resolve("examples/Decide/Decide.ino").toString());
    String log = Processes.run(work, command.toArray(String[]::new));
    assertThat(log).contains("Using library net at version 1.0.0 in folder: " + library);
    assertThat(log.toLowerCase(Locale.ROOT)).doesNotContain("warning", "invalid");
    List<String> run = new ArrayList<>(List.of("qemu-system-arm", "-M", "mps2-an385"));
    run.addAll(List.of("-display none -monitor none -serial none -semihosting".split(" ")));
    run.addAll(List.of("-kernel", build.resolve("sketch.elf").toString()));
    assertThat(Processes.run(work, run.toArray(String[]::new)))
        .isEqualTo("bit-exact\ndecision: class " + decision(network) + "\n");
  }

  /** The largest output for the sketch's raw data, zeros. */
  private static int decision(FixedNetwork network) {
    int[] input = new int[network.inputType().shape().elements()];
    Arrays.fill(input, network.inputType().type().zeroPoint());
    int[] output = new FixedPointInterpreter(network).run(input);
    int best = 0;
    for (int i = 1; i < output.length; i++) {
      best = output[i] > output[best] ? i : best;
    }
    return best;
  }

  // Zephyr

  /** Kconfiglib, which Zephyr builds with, as a Debian package for the system's own Python. */
  private Processes.Ended kconfiglib(String... command) {
    List<String> line = new ArrayList<>(List.of("/usr/bin/python3", "-m"));
    line.addAll(List.of(command));
    return Processes.start(work, Map.of("KCONFIG_WARN_UNDEF", "y"), line.toArray(String[]::new));
  }

  /** As Zephyr's build system sources the file that module.yml names. */
  @Test
  void kconfiglibReadsTheSymbol() throws IOException {
    generate(1);
    Files.writeString(
        work.resolve("Kconfig"),
        """
        mainmenu "Firmware"
        menu "net"
        osource "%s"
        config ZEPHYR_NET_MODULE
        \tbool
        \tdefault y
        endmenu
        """
            .formatted(library.resolve("zephyr/Kconfig")));
    assertThat(kconfiglib("alldefconfig").succeeded())
        .isEqualTo("Configuration saved to '.config'\n");
    assertThat(work.resolve(".config")).content().contains("# CONFIG_LOWRANK_NET is not set\n");
    assertThat(kconfiglib("setconfig", "LOWRANK_NET=y").succeeded())
        .isEqualTo("Loaded configuration '.config'\nConfiguration saved to '.config'\n");
    assertThat(work.resolve(".config")).content().contains("\nCONFIG_LOWRANK_NET=y\n");
    assertThat(kconfiglib("setconfig", "LOWRANK_OTHER=y").status()).isNotZero();
  }
}
