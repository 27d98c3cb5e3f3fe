package lowrank.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lowrank.target.Target;

/** The C program that runs a model on a file of inputs; see {@code harness.c} for its contract. */
final class Harness {
  /** Exit status of a run that was stopped by a sanitizer. */
  static final int SANITIZER = 19;

  /** File names of a run on an emulated core, in the emulator's working directory. */
  static final String INPUT = "input.bin";

  static final String OUTPUT = "output.bin";

  /** Offset of {@code rt_mark} from the ROM's start; {@code link.ld} asserts it. */
  static final long MARK_OFFSET = 0x100;

  /** The folder of headers for compilers that come without a C library. */
  static final String HEADERS = "freestanding";

  static final String COUNT_PLUGIN = "count_plugin.c";
  static final String LINKER_SCRIPT = "link.ld";

  /** The program that runs a model on inputs. */
  static final String HARNESS = "harness.c";

  /** The program that runs a model's self-test. */
  static final String SELF_TEST = "self_test.c";

  /** What both need of a machine; all are compiled for each, and most are empty there. */
  static final List<String> PORTS =
      List.of(
          "rt_arm.c",
          "rt_bare.c",
          "rt_host.c",
          "rt_riscv.c",
          "rt_semihosting.c",
          "rt_xtensa.c",
          "rt_xtensa_arithmetic.c");

  private static final List<String> OTHERS =
      List.of(HARNESS, SELF_TEST, "rt.h", LINKER_SCRIPT, COUNT_PLUGIN, HEADERS + "/string.h");

  private Harness() {}

  /** Writes all files of the harness below a folder. */
  static void unpack(Path folder) throws IOException {
    for (String name : PORTS) {
      unpack(folder, name);
    }
    for (String name : OTHERS) {
      unpack(folder, name);
    }
  }

  private static void unpack(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream stream = Harness.class.getResourceAsStream("/lowrank/harness/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("resource lowrank/harness/" + name + " is missing");
      }
      Files.copy(stream, file);
    }
  }

  /** The options for the headers of a build that has no C library's. */
  static List<String> headers(List<String> flags, Path folder) {
    return flags.contains("-ffreestanding")
        ? List.of("-isystem", folder.resolve(HEADERS).toString())
        : List.of();
  }

  /** Writes {@code memory.ld}, the memory regions that {@code link.ld} asks for. */
  static void writeMemory(Path folder, Target.Emulator machine) throws IOException {
    writeMemory(folder, machine, machine.rom().size().bytes(), machine.ram().size().bytes());
  }

  /** The same with memories of other sizes, bytes. */
  static void writeMemory(Path folder, Target.Emulator machine, long romBytes, long ramBytes)
      throws IOException {
    String text =
        String.format(
            Locale.ROOT,
            "MEMORY%n{%n    ROM (rx) : ORIGIN = 0x%x, LENGTH = %d%n"
                + "    RAM (rwx) : ORIGIN = 0x%x, LENGTH = %d%n}%n",
            machine.rom().origin(),
            romBytes,
            machine.ram().origin(),
            ramBytes);
    Files.writeString(folder.resolve("memory.ld"), text, StandardCharsets.US_ASCII);
  }

  /** The options that tell {@code harness.c} which model it runs. */
  static List<String> definitions(GeneratedModel model) {
    return List.of(
        "-DHarness_model_header=\"" + model.header().getFileName() + "\"",
        "-DHarness_model=" + model.identifier(),
        "-DHarness_model_upper=" + model.upperIdentifier());
  }
}
