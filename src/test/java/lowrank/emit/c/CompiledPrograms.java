package lowrank.emit.c;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lowrank.program.Program;
import lowrank.program.SourceBundle;

/** Compiles generated programs into one executable that runs each layer by layer. */
final class CompiledPrograms {
  static final List<String> WARNINGS =
      List.of(
          "-std=c99",
          "-pedantic",
          "-Wall",
          "-Wextra",
          "-Wconversion",
          "-Wsign-conversion",
          "-Wshadow",
          "-Werror");

  private CompiledPrograms() {}

  /** Writes a bundle's files to a folder. */
  static void write(SourceBundle bundle, Path folder) throws IOException {
    for (var file : bundle.files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /**
   * Reads from the standard input an input for each program in turn and writes to the standard
   * output the outputs of all layers, then of the whole call, and aborts if the self-test fails.
   */
  static String driver(List<Program> programs) {
    StringBuilder text = new StringBuilder("#include <stdio.h>\n#include <stdlib.h>\n");
    for (Program program : programs) {
      text.append("#include \"").append(program.identifier()).append(".h\"\n");
    }
    text.append("int main(void)\n{\n    int32_t bytes;\n    const void *result;\n");
    for (Program program : programs) {
      String id = program.identifier();
      String upper = id.toUpperCase(Locale.ROOT);
      String body =
          """
              {
                  char *arena = malloc(@_ARENA_BYTES);
                  if (%_self_test(arena) != 0) return fputs("self-test of %: layer + 1 is the status", stderr), %_self_test(arena);
                  if (fread(%_input(arena), 1, @_INPUT_BYTES, stdin) != @_INPUT_BYTES) return 2;
                  for (int32_t layer = 0; layer < @_LAYERS; layer++)
                  {
                      for (int32_t part = 0; (result = %_run_layer(arena, layer, part, &bytes)) != NULL; part++)
                      {
                          fwrite(result, 1, (size_t)bytes, stdout);
                      }
                  }
                  if (%_run_layer(arena, @_LAYERS, 0, &bytes) != NULL || bytes != 0) return 3;
                  if (fread(%_input(arena), 1, @_INPUT_BYTES, stdin) != @_INPUT_BYTES) return 4;
                  result = %_invoke(arena);
                  fwrite(result, 1, @_OUTPUT_BYTES, stdout);
                  free(arena);
              }
          """;
      text.append(body.replace("@", upper).replace("%", id));
    }
    return text.append("    return 0;\n}\n").toString();
  }

  /** Runs a command and fails with its output unless it ends with 0. */
  static void run(Path folder, List<String> command) throws IOException, InterruptedException {
    execute(folder, command, new byte[0]);
  }

  /** Runs a command with an input and returns what it printed. */
  static byte[] execute(Path folder, List<String> command, byte[] input)
      throws IOException, InterruptedException {
    Path in = Files.write(folder.resolve("stdin.bin"), input);
    Path errors = folder.resolve("stderr.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(in.toFile())
              .redirectError(errors.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(command.get(0) + " is needed for this test: " + e.getMessage(), e);
    }
    byte[] printed;
    try (InputStream stream = process.getInputStream()) {
      printed = stream.readAllBytes();
    }
    int status = process.waitFor();
    if (status != 0) {
      String text = Files.readString(errors, StandardCharsets.UTF_8);
      throw new AssertionError(
          String.join(" ", command)
              + "\nended with "
              + status
              + "\n"
              + text.substring(0, Math.min(text.length(), 4000)));
    }
    return printed;
  }

  /** All C files in a folder, in order. */
  static List<String> sources(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".c") && !name.equals("main.c"))
              .sorted()
              .toList());
    }
  }
}
