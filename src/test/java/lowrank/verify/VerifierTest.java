package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.target.MemorySize;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.verify.VerificationResult.Mismatch;
import lowrank.verify.VerificationResult.Run;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
  @TempDir Path folder;
  private final TinyModel tiny = new TinyModel();
  private GeneratedModel model;

  @BeforeEach
  void writeModel() throws IOException {
    model = tiny.write(folder);
  }

  private VerificationResult verify(Implementation... implementations) {
    return new Verifier(model).verify(tiny.inputs(20), List.of(implementations));
  }

  private Run onlyRun(Implementation implementation) {
    VerificationResult result = verify(implementation);
    assertThat(result.runs()).hasSize(1);
    assertThat(result.passed()).isFalse();
    assertThat(result.summary()).startsWith("NOT bit-exact: " + implementation.where() + ": ");
    return result.runs().get(0);
  }

  @Test
  void equalImplementationsAreBitExactEverywhere() {
    List<Implementation> all = new ArrayList<>(Verifier.onHost());
    all.addAll(Verifier.onEmulator(Targets.load("cortex-m4")));
    all.addAll(Verifier.onEmulator(Targets.load("esp32")));
    VerificationResult result = new Verifier(model).verify(tiny.inputs(20), all);
    assertThat(result.runs()).allSatisfy(run -> assertThat(run.toString()).contains("bit-exact"));
    assertThat(result.passed()).isTrue();
    assertThat(result.inputs()).isEqualTo(20);
    assertThat(result.tensors()).isEqualTo(4);
    assertThat(result.where())
        .containsSubsequence(
            "java", "gcc -fsanitize", "qemu cortex-m4", "qemu lx106 (stand-in for esp32)");
    assertThat(result.runs()).allSatisfy(run -> assertThat(run.bytes()).isEqualTo(20 * 68));
    assertThat(result.bytes()).isEqualTo(20L * 68 * result.runs().size());
    assertThat(result.mismatches()).isZero();
    assertThat(result.summary()).startsWith("bit-exact: 20 inputs, 4 tensors each, ");
    assertThat(result.multiplies())
        .extracting(VerificationResult.MultiplyCount::counted)
        .containsExactly(96L, 0L, 48L);
    assertThat(result.multipliesEqual()).isTrue();
  }

  @Test
  void aWrongWeightIsFoundInItsLayerAndNowhereBefore() throws IOException {
    int weight = tiny.network().layers().get(2).kernel().constants().get("weights").at(0);
    TinyModel.replace(
        model,
        "tiny_weights.c",
        "tiny_dense_weights[48] = {" + weight + ",",
        "tiny_dense_weights[48] = {" + -weight + ",");
    Mismatch first = onlyRun(HostProgram.gcc()).first().orElseThrow();
    assertThat(first.layer()).isEqualTo("dense");
    assertThat(first.input()).isZero();
    assertThat(first.element()).isZero();
    assertThat(first.actual()).isNotEqualTo(first.expected());
  }

  @Test
  void aWrongRoundingIsFoundInItsLayer() throws IOException {
    TinyModel.replace(model, "tiny.c", "(sum < 0 ? sum - 2 : sum + 2) / 4", "(sum + 2) / 4");
    Run run = onlyRun(HostProgram.gcc());
    Mismatch first = run.first().orElseThrow();
    assertThat(first.layer()).isEqualTo("pool");
    assertThat(first.actual()).isEqualTo(first.expected() + 1);
    assertThat(run.mismatches()).isGreaterThan(1);
    assertThat(run.failure()).isEmpty();
    assertThat(run.toString()).contains("layer pool, element").contains("elements differ");
  }

  @Test
  void aWholeCallThatDiffersFromItsLayersIsFound() throws IOException {
    TinyModel.replace(
        model,
        "tiny.c",
        "    dense(base, base + 32);\n    return base + 32;\n}",
        "    dense(base, base + 32);\n    base[33] = (int8_t)(base[33] ^ 1);\n"
            + "    return base + 32;\n}");
    Mismatch first = onlyRun(HostProgram.gcc()).first().orElseThrow();
    assertThat(first.layer()).isEqualTo(TensorLayout.WHOLE_CALL);
    assertThat(first.element()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void aWarningFailsWithTheCompilersLine(String command) throws IOException {
    assumeInstalled(command);
    TinyModel.replace(
        model,
        "tiny.c",
        "    int8_t *base = arena;\n    if",
        "    int8_t *base = arena;\n    int32_t wasted = layer;\n    if");
    Run run = onlyRun(new HostProgram(command, false));
    assertThat(run.failure().orElseThrow()).startsWith("tiny.c:").contains("wasted");
    assertThat(run.bytes()).isZero();
  }

  private static void assumeInstalled(String command) {
    Assumptions.assumeTrue(
        new Command(command).installed(), "skipped: " + command + " is not installed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void anAccessOutsideTheArenaIsFoundInItsLayer(String command) throws IOException {
    assumeInstalled(command);
    TinyModel.replace(
        model,
        "tiny.c",
        "output[channel] = clamp(scale(sum, 1503238554, 7) - 3);",
        "output[channel + 46] = output[channel] = clamp(scale(sum, 1503238554, 7) - 3);");
    Run run = onlyRun(new HostProgram(command, false));
    assertThat(run.failure().orElseThrow())
        .startsWith("input 0, layer dense: AddressSanitizer: ")
        .endsWith(" in dense");
    assertThat(run.first()).isEmpty();
    assertThat(run.bytes()).isEqualTo(60);
  }

  @Test
  void undefinedBehaviourIsFoundInItsLayer() throws IOException {
    TinyModel.replace(
        model,
        "tiny.c",
        "int32_t sum = tiny_dense_bias[channel];",
        "int32_t sum = (int32_t)(tiny_dense_bias[channel] + (INT32_MAX - 400 - tiny_dense_bias[channel]));");
    assertThat(onlyRun(HostProgram.gcc()).failure().orElseThrow())
        .startsWith("input 0, layer dense: tiny.c:")
        .contains("runtime error: signed integer overflow");
  }

  @Test
  void theEmulatedCoreReportsAWriteOutsideTheArenaToo() throws IOException {
    TinyModel.replace(
        model,
        "tiny.c",
        "output[channel] = clamp(scale(sum, 1503238554, 7) - 3);",
        "output[channel + 46] = output[channel] = clamp(scale(sum, 1503238554, 7) - 3);");
    assertThat(onlyRun(new EmulatedProgram(Targets.load("cortex-m4"))).failure().orElseThrow())
        .startsWith("input 0, layer dense: harness: input 0, layer 2: the model wrote outside");
  }

  @Test
  void theSelfTestIsRunToo() throws IOException {
    TinyModel.replace(model, "tiny.h", "#endif", "int tiny_self_test(void *arena);\n#endif");
    Path selfTest = folder.resolve("tiny_self_test.c");
    String body = "#include \"tiny.h\"\nint tiny_self_test(void *arena)\n{\n    return %s;\n}\n";
    Files.writeString(selfTest, String.format(Locale.ROOT, body, "arena == 0"));
    assertThat(verify(HostProgram.gcc()).passed()).isTrue();
    Files.writeString(selfTest, String.format(Locale.ROOT, body, "arena == 0 ? 0 : 2"));
    assertThat(onlyRun(HostProgram.gcc()).failure())
        .contains("the self-test says that layer pool differs");
    Files.writeString(selfTest, String.format(Locale.ROOT, body, "0"));
    assertThat(onlyRun(HostProgram.gcc()).failure().orElseThrow())
        .startsWith("tiny_self_test.c:")
        .contains("unused parameter");
  }

  @Test
  void aFunctionThatIsMissingFails() throws IOException {
    TinyModel.replace(
        model, "tiny.c", "int8_t *tiny_input(void *arena)\n{\n    return arena;\n}\n", "");
    assertThat(onlyRun(HostProgram.gcc()).failure().orElseThrow())
        .contains("undefined reference")
        .contains("tiny_input");
  }

  @Test
  void aWrongJavaTableIsFoundInItsLayer() throws IOException {
    Path resource = folder.resolve("java/TinyReference.bin");
    byte[] content = Files.readAllBytes(resource);
    content[0] ^= 1;
    Files.write(resource, content);
    assertThat(onlyRun(new JavaClass()).failure().orElseThrow()).contains("does not belong");
    TinyModel.replace(
        model, "java/TinyReference.java", "|| (int) checksum.getValue() != RESOURCE_CRC", "");
    Mismatch first = onlyRun(new JavaClass()).first().orElseThrow();
    assertThat(first.layer()).isEqualTo("conv");
    assertThat(first.element() % 3).isZero();
  }

  @Test
  void javaThatDoesNotCompileOrThrowsFails() throws IOException {
    TinyModel.replace(
        model,
        "java/TinyReference.java",
        "byte[] output = new byte[12];",
        "byte[] output = new byte[11];");
    assertThat(onlyRun(new JavaClass()).failure().orElseThrow())
        .contains("ArrayIndexOutOfBoundsException")
        .endsWith("in pool");
    TinyModel.replace(model, "java/TinyReference.java", "byte[] output = new byte[11];", "");
    assertThat(onlyRun(new JavaClass()).failure().orElseThrow()).startsWith("TinyReference.java:");
  }

  @Test
  void anIncompleteFolderIsNamed() throws IOException {
    Files.delete(folder.resolve("tiny_weights.c"));
    assertThatThrownBy(() -> verify(HostProgram.gcc()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("no tiny_weights.c");
    Files.delete(folder.resolve("java/TinyReference.java"));
    assertThatThrownBy(() -> verify(new JavaClass()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("no java/<Name>Reference.java");
  }

  @Test
  void aMissingToolIsNamedWithItsPackageUnlessItIsOptional() {
    HostProgram absent = new HostProgram("no-such-gcc", false);
    assertThatThrownBy(() -> verify(absent))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("no-such-gcc is not installed");
    VerificationResult result = verify(new JavaClass(), new HostProgram("no-such-gcc", true));
    assertThat(result.passed()).isTrue();
    assertThat(result.skipped()).containsExactly("no-such-gcc -fsanitize");
    assertThat(result.summary()).endsWith("on java (not run: no-such-gcc -fsanitize)");
  }

  @Test
  void debianPackagesAreKnownForEveryTargetsTools() {
    Set<String> packages = new TreeSet<>();
    for (String name : Targets.names()) {
      Targets.load(name)
          .emulated()
          .ifPresent(
              machine -> {
                packages.add(new Command(machine.compiler()).debianPackage());
                packages.add(new Command(machine.command()).debianPackage());
              });
    }
    assertThat(packages)
        .containsExactly(
            "gcc-arm-none-eabi",
            "gcc-riscv64-unknown-elf",
            "gcc-xtensa-lx106",
            "qemu-system-arm",
            "qemu-system-misc");
    assertThat(new Command("arm-none-eabi-gcc").sibling("size").name())
        .isEqualTo("arm-none-eabi-size");
    assertThat(new Command("gcc").sibling("size").name()).isEqualTo("size");
  }

  @Test
  void aModelBeyondTheEmulatedMemoryIsAFault() {
    Target target = withRam(Targets.load("cortex-m4"), "8K");
    assertThatThrownBy(() -> verify(new EmulatedProgram(target)))
        .isInstanceOfSatisfying(
            CompileException.class, e -> assertThat(e.fault()).isEqualTo(Fault.EMULATED_MEMORY))
        .hasMessageContaining("cortex-m4")
        .hasMessageMatching(".*\\(needs \\d+ bytes of RAM, has 8192\\).*");
  }

  @Test
  void aCoreThatIsTooSmallIsNotRunAndIsNoMismatch() {
    List<Target> targets = List.of(withRam(Targets.load("cortex-m4"), "8K"), Targets.load("esp32"));
    VerificationResult result =
        new Verifier(model).verify(tiny.inputs(2), Verifier.onEmulators(targets));
    assertThat(result.passed()).isTrue();
    assertThat(result.unfit().toString())
        .matches("\\[qemu cortex-m4: does not fit: needs \\d+ bytes of RAM, has 8192; not run]");
    assertThat(result.summary())
        .endsWith("on qemu lx106 (stand-in for esp32) (not run: qemu cortex-m4)");
  }

  @Test
  void aProgramBeyondTheRomIsMeasured() {
    MemoryNeed need =
        MemoryNeed.parse(
            """
            section   size        addr
            .boot        8           0
            .text     1000  1610612736
            .ARM.exidx   8  1610613736
            .rodata    500  1610613800
            .data       16   553648128
            .bss      2000   553648144
            .comment    99           0
            Total     3631
            """);
    assertThat(need).isEqualTo(new MemoryNeed(1524, 2016 + 16384));
    Target.Emulator small = withRam(Targets.load("cortex-m4"), "16K").emulated().orElseThrow();
    assertThat(need.beyond(small)).isEqualTo("needs 18400 bytes of RAM, has 16384");
  }

  @Test
  void targetsOfTheSameCoreAreRunOnce() {
    List<Target> all = Targets.names().stream().map(Targets::load).toList();
    assertThat(Verifier.onEmulators(all).stream().map(Implementation::where))
        .containsExactlyInAnyOrder(
            "qemu armv6-m code on a cortex-m3 (for cortex-m0, rp2040)",
            "qemu cortex-m3",
            "qemu cortex-m4",
            "qemu cortex-m7",
            "qemu cortex-m33",
            "qemu cortex-m55",
            "qemu rv32imc (for esp32-c3)",
            "qemu lx106 (stand-in for esp32, esp32-s3)");
  }

  private static Target withRam(Target target, String size) {
    Target.Emulator machine = target.emulated().orElseThrow();
    return new Target(
        target.name(),
        target.description(),
        target.isa(),
        target.features(),
        target.flash(),
        target.ram(),
        target.alignment(),
        target.simdChannels(),
        target.multiplyCost(),
        target.unroll(),
        target.compiler(),
        new Target.Emulator(
            machine.runs(),
            machine.standIn(),
            machine.compiler(),
            machine.flags(),
            machine.command(),
            machine.arguments(),
            machine.rom(),
            new Target.Memory(machine.ram().origin(), MemorySize.parse(size))),
        null);
  }

  @Test
  void inputsOfAnotherLengthAreRefused() {
    assertThatThrownBy(
            () -> new Verifier(model).verify(List.of(new int[3]), List.of(new JavaClass())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 elements");
    assertThatThrownBy(() -> new Verifier(model).verify(List.of(), List.of(new JavaClass())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theTemporaryFolderIsDeletedWhateverHappens() {
    List<Path> seen = new CopyOnWriteArrayList<>();
    verify(new Spy(seen, null));
    assertThatThrownBy(() -> verify(new Spy(seen, "broken"), HostProgram.gcc()))
        .hasMessage("broken");
    assertThat(seen).hasSize(2).allSatisfy(work -> assertThat(work.getParent()).doesNotExist());
  }

  /** Optimising what the sanitizers add takes longer than a few runs without. */
  @Test
  void onlyLongRunsAreOptimised() {
    assertThat(HostProgram.flags(1000)).contains("-O0", "-fsanitize=undefined,address");
    assertThat(HostProgram.flags(Long.MAX_VALUE)).contains("-O1", "-fsanitize=undefined,address");
  }

  /** Leaves files behind and fails, if there is a reason to. */
  private record Spy(List<Path> seen, String reason) implements Implementation {
    @Override
    public String where() {
      return "spy";
    }

    @Override
    public Optional<TouchedMemory> run(GeneratedModel model, Path work, Path inputs, Path outputs) {
      try {
        Files.writeString(Files.createDirectory(work.resolve("deep")).resolve("file"), "x");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      seen.add(work);
      if (reason != null) {
        throw new IllegalStateException(reason);
      }
      return Optional.empty();
    }
  }

  @Test
  void aProgramThatHangsIsStopped() {
    Command.Outcome outcome =
        new Command("sleep").run(folder, Duration.ofMillis(100), List.of("600"));
    assertThat(outcome.timedOut()).isTrue();
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(Messages.ofRun(outcome, List.of())).contains("time limit");
  }

  @Test
  void wideTensorsAreWrittenLittleEndianAndLocated() {
    int[] values = {-32768, -1, 0, 258, 32767};
    byte[] bytes = TensorLayout.encode(values, 2);
    assertThat(bytes).startsWith(0, -128, -1, -1, 0, 0, 2, 1);
    for (int i = 0; i < values.length; i++) {
      assertThat(TensorLayout.decode(bytes, i, 2)).isEqualTo(values[i]);
    }
    TensorLayout layout = TensorLayout.of(tiny.network());
    assertThat(layout.position(0)).isEqualTo("input 0, layer conv");
    assertThat(layout.position(59)).isEqualTo("input 0, layer pool");
    assertThat(layout.position(68 * 3 + 60)).isEqualTo("input 3, layer dense");
    assertThat(layout.position(68 * 3 + 64)).isEqualTo("input 3, layer (whole call)");
  }
}
