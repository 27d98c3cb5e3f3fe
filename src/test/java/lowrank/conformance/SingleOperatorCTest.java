package lowrank.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import lowrank.oracle.TfliteCases;
import lowrank.oracle.TfliteInt16Cases;
import lowrank.oracle.TfliteOracle;
import lowrank.pipeline.ModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated C of random single operators, all in one program, gives the bytes of TFLite's reference
 * kernels: C and kernels are compared directly, without the interpreter between them.
 */
class SingleOperatorCTest {
  private static final int SEEDS = 4;
  private static final int WIDE_SEEDS = 6;
  private static final int INPUTS = 3;

  @TempDir Path folder;

  private final StringBuilder includes = new StringBuilder();
  private final StringBuilder calls = new StringBuilder();
  private final ByteArrayOutputStream given = new ByteArrayOutputStream();
  private final List<String> names = new ArrayList<>();
  private final List<byte[]> expected = new ArrayList<>();

  @Test
  void bytesEqualTheReferenceKernels() throws IOException, InterruptedException {
    for (Map.Entry<String, TfliteCases.Generator> operator : TfliteCases.all().entrySet()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        add(operator, seed);
      }
    }
    compare("int8");
  }

  @Test
  void bytesOf16BitActivationsEqualTheReferenceKernels() throws IOException, InterruptedException {
    for (Map.Entry<String, TfliteCases.Generator> operator : TfliteInt16Cases.all().entrySet()) {
      for (int seed = 0; seed < WIDE_SEEDS; seed++) {
        add(operator, seed);
      }
    }
    compare("int16x8");
  }

  private void compare(String kind) throws IOException, InterruptedException {
    byte[] actual = run();
    int at = 0;
    int equal = 0;
    for (int i = 0; i < names.size(); i++) {
      byte[] outputs = new byte[expected.get(i).length];
      System.arraycopy(actual, at, outputs, 0, outputs.length);
      at += outputs.length;
      assertThat(outputs).as(names.get(i)).isEqualTo(expected.get(i));
      equal++;
    }
    assertThat(actual).hasSize(at);
    System.out.printf(
        Locale.ROOT,
        "Single %s operators, generated C equal to TFLite: %d of %d models%n",
        kind,
        equal,
        names.size());
  }

  private void add(Map.Entry<String, TfliteCases.Generator> operator, int seed) throws IOException {
    Random random = new Random(31L * seed + operator.getKey().hashCode() + 1);
    byte[] model = operator.getValue().generate(random);
    String name = "op" + names.size();
    String upper = name.toUpperCase(Locale.ROOT);
    Folders.generate(new ModelFile(name + ".tflite", model), "host", name, folder.resolve(name));
    includes.append(
        String.format(
            "#include \"%s/%s.c\"%n#include \"%s/%s_weights.c\"%n", name, name, name, name));
    calls.append(
        String.format(
            "    RUN(%s, %s_INPUT_BYTES, %s_OUTPUT_BYTES, %s_ARENA_BYTES);%n",
            name, upper, upper, upper));
    ByteArrayOutputStream outputs = new ByteArrayOutputStream();
    try (TfliteOracle oracle = new TfliteOracle(model)) {
      for (int i = 0; i < INPUTS; i++) {
        byte[] input = new byte[oracle.inputBytes()];
        random.nextBytes(input);
        given.write(input);
        outputs.write(oracle.run(input));
      }
    }
    names.add(operator.getKey() + " seed " + seed);
    expected.add(outputs.toByteArray());
  }

  private byte[] run() throws IOException, InterruptedException {
    Files.write(folder.resolve("given.bin"), given.toByteArray());
    Files.writeString(
        folder.resolve("all.c"),
        String.format(
            Locale.ROOT,
            """
        #include <stdio.h>
        #include <stdlib.h>
        %s
        #define RUN(name, from, to, arena) \\
            for (int i = 0; i < %d; i++) \\
            { \\
                void *memory = malloc(arena); \\
                if (fread(name##_input(memory), 1, from, stdin) != from) { exit(2); } \\
                fwrite(name##_invoke(memory), 1, to, stdout); \\
                free(memory); \\
            }
        int main(void)
        {
        %s    return 0;
        }
        """,
            includes,
            INPUTS,
            calls));
    execute(
        "gcc",
        "-std=c99",
        "-O0",
        "-fsanitize=undefined,address",
        "-fno-sanitize-recover=all",
        "-w",
        "all.c",
        "-o",
        "all");
    execute(folder.resolve("all").toString());
    return Files.readAllBytes(folder.resolve("out.bin"));
  }

  private void execute(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(folder.resolve("given.bin").toFile())
            .redirectOutput(folder.resolve("out.bin").toFile())
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    int status = process.waitFor();
    assertThat(status).as(Files.readString(folder.resolve("err.txt"))).isZero();
  }
}
