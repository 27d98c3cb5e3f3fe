package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lowrank.emit.c.CEmitter;
import lowrank.emit.c.TestVectors;
import lowrank.importer.ModelImporter;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated C under the checkers that firmware teams run. What is switched off is explained in
 * {@code src/docs/MISRA.md}, deviation by deviation.
 */
class CodingRulesTest {
  private static final List<String> TARGETS = List.of("cortex-m0", "cortex-m4", "cortex-m55");
  private static final List<Integer> SEEDS = List.of(3, 5);

  /** One shape of layers for all models; every kernel is drawn by some seed. */
  private static final int LAYERS = 14;

  @TempDir Path folder;

  /** A real model once: what is different for a target is in the random ones. */
  private static Stream<String> models() {
    List<String> models = new ArrayList<>(List.of("lenet_mnist cortex-m4"));
    for (String target : TARGETS) {
      SEEDS.forEach(seed -> models.add(seed + " " + target));
    }
    return models.stream();
  }

  /** What was generated of each model; every checker reads it. */
  private static final Map<String, SourceBundle> BUNDLES = new HashMap<>();

  private static SourceBundle bundle(String model) {
    String[] words = model.split(" ");
    return words[0].matches("\\d+")
        ? random(Integer.parseInt(words[0]), Targets.load(words[1]))
        : lenet(words[1]);
  }

  private void write(String model) throws IOException {
    SourceBundle bundle = BUNDLES.computeIfAbsent(model, CodingRulesTest::bundle);
    for (var file : bundle.files().entrySet()) {
      if (file.getKey().matches("[^/]+\\.[ch]")) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }

  private static SourceBundle lenet(String target) {
    Path file = Path.of("src/test/resources/samples/lenet_mnist/lenet_mnist.onnx");
    return Generator.generate(
        ModelImporter.read(file), ModelFile.read(file), TargetFile.load(target), "net");
  }

  private static SourceBundle random(int seed, Target target) {
    FixedNetwork network = RandomNetworks.network(seed, LAYERS);
    Program program = Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target));
    TestVectors vectors = Generator.testVectors(network);
    return CEmitter.emit(program, target, vectors, classes(network));
  }

  private static List<String> classes(FixedNetwork network) {
    Random random = new Random(1);
    return Stream.generate(() -> "class " + random.nextInt(100))
        .limit(network.outputType().shape().elements())
        .toList();
  }

  private List<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".c"))
          .sorted()
          .toList();
    }
  }

  private void check(List<String> command, List<String> more) throws IOException {
    List<String> line = new ArrayList<>(command);
    line.addAll(sources());
    line.addAll(more);
    Processes.Ended ended = Processes.start(folder, Map.of(), line.toArray(String[]::new));
    assertThat(ended.text().lines().filter(text -> !text.matches("\\d+ warnings? generated\\.")))
        .isEmpty();
    assertThat(ended.status()).isZero();
  }

  @ParameterizedTest
  @MethodSource("models")
  void cppcheckFindsNothing(String model) throws IOException {
    write(model);
    check(
        List.of(
            "cppcheck",
            "-q",
            "--std=c99",
            "--enable=warning,style,performance,portability",
            // Deviation D3: shifts of negative values, checked by the compiler.
            "--suppress=shiftTooManyBitsSigned",
            // Shapes are literals, so that tests and remainders may have only one outcome.
            "--suppress=knownConditionTrueFalse",
            "--suppress=moduloofone",
            "--error-exitcode=1"),
        List.of());
  }

  private static final Path DEVIATIONS = Path.of("src/docs/MISRA.md");

  /** The rules in the second column of the list of deviations. */
  private static Set<String> deviations() throws IOException {
    return Files.readAllLines(DEVIATIONS).stream()
        .filter(line -> line.matches("\\| D\\d+ \\|.*"))
        .flatMap(line -> Stream.of(line.split("\\|")[2].split("[ ,]+")))
        .filter(word -> word.matches("\\d+\\.\\d+"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What cppcheck's addon for MISRA C finds in the code that firmware links is on the list. */
  @ParameterizedTest
  @MethodSource("models")
  void everyRuleThatIsBrokenIsOnTheListOfDeviations(String model) throws IOException {
    write(model);
    List<String> line = new ArrayList<>(List.of("cppcheck", "-q", "--std=c99", "--addon=misra"));
    line.add("--template={id} {file}:{line}: {code}");
    sources().stream().filter(file -> !file.matches("main.c|.*_self_test.c")).forEach(line::add);
    Processes.Ended ended = Processes.start(folder, Map.of(), line.toArray(String[]::new));
    Matcher found = Pattern.compile("misra-c2012-(\\d+\\.\\d+) .*").matcher(ended.succeeded());
    Map<String, String> broken = new TreeMap<>();
    while (found.find()) {
      broken.putIfAbsent(found.group(1), found.group());
    }
    assertThat(broken).as(ended.text().lines().limit(5).toList().toString()).isNotEmpty();
    broken.keySet().removeAll(deviations());
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("models")
  void clangTidyFindsNothing(String model) throws IOException {
    write(model);
    check(
        List.of(
            "clang-tidy",
            "--quiet",
            "--warnings-as-errors=*",
            "--checks=-*,bugprone-*,cert-*,clang-analyzer-*,misc-*,performance-*,portability-*,"
                + "readability-misleading-indentation,readability-redundant-control-flow,"
                + "readability-inconsistent-declaration-parameter-name,"
                // Opinions about parameters that stand beside each other.
                + "-bugprone-easily-swappable-parameters,"
                // Asks for functions of C11's annex K, which no C library of firmware has.
                + "-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,"
                // Deviation D4: offsets are 32-bit products, far below 2^31.
                + "-bugprone-implicit-widening-of-multiplication-result,"
                // int8_t holds numbers here, no characters.
                + "-bugprone-signed-char-misuse,-cert-str34-c"),
        List.of("--", "-std=c99"));
  }

  /** Flags beyond those under which every verification compiles. */
  @ParameterizedTest
  @MethodSource("models")
  void theStricterWarningsOfGccFindNothing(String model) throws IOException {
    write(model);
    check(
        List.of(
            "gcc",
            "-std=c99",
            "-pedantic",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Wconversion",
            "-Wsign-conversion",
            "-Wshadow",
            "-Wundef",
            "-Wcast-qual",
            "-Wstrict-prototypes",
            "-Wmissing-prototypes",
            "-Wpointer-arith",
            "-Wswitch-default",
            "-Wvla",
            "-Wdouble-promotion",
            "-Wwrite-strings",
            "-Werror"),
        List.of("-o", "program"));
  }
}
