package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lowrank.diagnostic.CompileException;
import lowrank.target.Targets;
import lowrank.verify.trace.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionProfileTest {
  private static final String INVOKE = "const int8_t *tiny_invoke(void *arena)\n{\n";

  @TempDir Path folder;
  private final TinyModel tiny = new TinyModel();

  /** What the profile of a whole call gains when a function in assembly gets these lines. */
  private Map<String, Long> gain(String target, String head, String lines, String end)
      throws IOException {
    Histogram without = invoke(target, head + end);
    Histogram with = invoke(target, head + lines.replace(" / ", "\\n") + "\\n" + end);
    Map<String, Long> gain = new TreeMap<>();
    gain.put("instructions", with.instructions() - without.instructions());
    difference(gain, "multiply", without.multiplies(), with.multiplies());
    difference(gain, "load", without.loads(), with.loads());
    difference(gain, "store", without.stores(), with.stores());
    gain.put("taken", with.taken() - without.taken());
    gain.put("not taken", with.notTaken() - without.notTaken());
    gain.put("other", with.other() - without.other());
    assertThat(with.unknown()).isZero();
    return gain;
  }

  private static void difference(
      Map<String, Long> gain,
      String name,
      SortedMap<Integer, Long> before,
      SortedMap<Integer, Long> after) {
    for (var entry : after.entrySet()) {
      long more = entry.getValue() - before.getOrDefault(entry.getKey(), 0L);
      if (more != 0) {
        gain.put(name + " " + entry.getKey(), more);
      }
    }
  }

  private Histogram invoke(String target, String assembly) throws IOException {
    Path place = Files.createTempDirectory(folder, "probe");
    GeneratedModel model = tiny.write(place);
    TinyModel.replace(
        model,
        "tiny.c",
        INVOKE,
        "void probe(void);\n__asm__(\".text\\n" + assembly + "\");\n" + INVOKE + "    probe();\n");
    ExecutionProfile profile =
        new InstructionCounter().profile(model, Targets.load(target), tiny.inputs(1).get(0));
    assertThat(profile.layers()).hasSize(3);
    return profile.invoke().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cortex-m4 | .balign 64\\n.global probe\\n.thumb_func\\nprobe:\\n"
            + " | movs r3, #10 / 1: ldrd r0, r1, [sp] / smlad r2, r0, r1, r2 / mul r0, r1 / subs r3, #1 / bne 1b"
            + " | bx lr"
            + " | {instructions=51, load 2=10, multiply 1=10, multiply 2=10, not taken=1, other=11, taken=9}",
        "cortex-m0 | .syntax unified\\n.balign 64\\n.global probe\\n.thumb_func\\nprobe:\\n"
            + " | movs r3, #7 / 1: push {r0, r1, r2} / pop {r0, r1, r2} / muls r0, r3 / subs r3, #1 / bne 1b"
            + " | bx lr"
            + " | {instructions=36, load 3=7, multiply 1=7, not taken=1, other=8, store 3=7, taken=6}",
        "cortex-m55 | .balign 64\\n.global probe\\n.thumb_func\\nprobe:\\n"
            + " | push {r4, lr} / movs r1, #5 / mov r2, sp / dls lr, r1 / 1: vldrb.s16 q0, [r2]"
            + " / vmladava.s8 r0, q0, q0 / vqrdmulh.s32 q1, q0, q0 / le lr, 1b / pop {r4, lr}"
            + " | bx lr"
            + " | {instructions=25, load 2=6, multiply 16=5, multiply 4=5, not taken=1, other=3, store 2=1, taken=4}",
        // A 32-bit instruction across the end of a page of the emulator, 1 KiB, is no branch.
        "cortex-m4 | .balign 1024\\n.global probe\\n.thumb_func\\nprobe:\\n"
            + " | movs r3, #10 / b 1f / .space 1014 / 1: nop / nop / add.w r0, r0, #1 / subs r3, #1 / bne 1b"
            + " | bx lr"
            + " | {instructions=52, not taken=1, other=41, taken=10}",
        "esp32-c3 | .balign 64\\n.global probe\\nprobe:\\n"
            + " | li a3, 6 / 1: lw a0, 0(sp) / mul a1, a0, a0 / addi a3, a3, -1 / bnez a3, 1b"
            + " | ret"
            + " | {instructions=25, load 1=6, multiply 1=6, not taken=1, other=7, taken=5}",
        "esp32 | .balign 64\\n.global probe\\nprobe:\\n"
            + " | movi.n a3, 8 / 1: l8ui a2, a1, 0 / mull a4, a2, a2 / addi.n a3, a3, -1 / bnez a3, 1b"
            + " | ret.n"
            + " | {instructions=33, load 1=8, multiply 1=8, not taken=1, other=9, taken=7}",
      })
  void instructionsOfAKnownProgramAreCountedByClass(
      String target, String head, String lines, String end, String expected) throws IOException {
    assertThat(gain(target, head, lines, end)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"cortex-m3", "cortex-m4", "cortex-m33"})
  void multipliesExecutedAreThoseOfTheSumsAndOneForEachOutput(String target) throws IOException {
    ExecutionProfile profile =
        new InstructionCounter()
            .profile(tiny.write(folder), Targets.load(target), tiny.inputs(1).get(0));
    List<Long> products = profile.layers().stream().map(Histogram::products).toList();
    assertThat(products).containsExactly(16L * 3 * 2 + 16 * 3, 0L, 4L * 12 + 4);
    assertThat(profile.invoke().orElseThrow().products()).isEqualTo(96 + 48 + 48 + 4);
    assertThat(profile.invoke().orElseThrow().instructions()).isEqualTo(profile.counts().invoke());
  }

  @Test
  void wrongCodeIsNotCounted() throws IOException {
    GeneratedModel model = tiny.write(folder);
    TinyModel.replace(model, "tiny.c", "6) + 7", "6) + 8");
    int[] input = tiny.inputs(1).get(0);
    assertThatThrownBy(
            () -> new InstructionCounter().profile(model, Targets.load("cortex-m4"), input))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("not bit-exact")
        .hasMessageContaining("layer conv, element 0");
  }

  @ParameterizedTest
  @CsvSource({"80, arena of 80 bytes touched", "100, arena 80 of 100 bytes touched"})
  void thePaintTellsHowMuchOfTheArenaIsWritten(int bytes, String expected) throws IOException {
    GeneratedModel model = tiny.write(folder);
    TinyModel.replace(model, "tiny.h", "ARENA_BYTES 80", "ARENA_BYTES " + bytes);
    VerificationResult result =
        new Verifier(model)
            .verify(
                tiny.inputs(2),
                List.of(HostProgram.gcc(), new EmulatedProgram(Targets.load("cortex-m4"))));
    assertThat(result.passed()).isTrue();
    assertThat(result.runs().get(0).toString()).endsWith("; " + expected);
    assertThat(result.runs().get(1).toString()).contains("; " + expected + ", stack ");
    assertThat(result.runs().get(0).memory().orElseThrow().unused()).isEqualTo(bytes - 80);
  }

  @ParameterizedTest
  @CsvSource({"cortex-m4", "esp32-c3", "esp32"})
  void theStackThatIsTouchedIsSeen(String target) throws IOException {
    long plain = stack(target, "");
    String frame =
        "    volatile uint8_t frame[4000];\n    frame[0] = 1;\n    frame[3999] = frame[0];\n";
    assertThat(stack(target, frame)).isBetween(plain + 3900, plain + 4100);
  }

  private long stack(String target, String frame) throws IOException {
    GeneratedModel model = tiny.write(Files.createTempDirectory(folder, "stack"));
    TinyModel.replace(model, "tiny.c", INVOKE, INVOKE + frame);
    return new InstructionCounter()
        .profile(model, Targets.load(target), tiny.inputs(1).get(0))
        .memory()
        .stack()
        .orElseThrow();
  }

  @Test
  void aHarnessLineWithoutStackIsAHosts() {
    assertThat(TouchedMemory.parse(List.of("x", "memory: arena 3 of 4 touched")))
        .contains(new TouchedMemory(3, 4, Optional.empty()));
    assertThat(TouchedMemory.parse(List.of("harness: failed"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"model", "MODEL", "arena", "Harness"})
  void noModelsNameCollidesWithTheHarness(String name) throws IOException {
    GeneratedModel model =
        GeneratedFolders.write(folder, tiny.network(), Targets.load("cortex-m4"), name);
    VerificationResult result =
        new Verifier(model)
            .verify(
                tiny.inputs(1),
                List.of(HostProgram.gcc(), new EmulatedProgram(Targets.load("cortex-m4"))));
    assertThat(result.summary()).startsWith("bit-exact");
  }
}
