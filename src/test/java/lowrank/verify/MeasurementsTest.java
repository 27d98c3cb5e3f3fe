package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import lowrank.diagnostic.CompileException;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementsTest {
  @TempDir Path folder;
  private final TinyModel tiny = new TinyModel();

  @ParameterizedTest
  @ValueSource(strings = {"cortex-m4", "esp32"})
  void instructionCountsAreRepeatableAndAddUp(String name) throws IOException {
    GeneratedModel model = tiny.write(folder);
    int[] input = tiny.inputs(1).get(0);
    InstructionCounts counts = new InstructionCounter().count(model, Targets.load(name), input);
    assertThat(counts.layers()).hasSize(3).allSatisfy(c -> assertThat(c).isPositive());
    long layers = counts.layers().stream().mapToLong(Long::longValue).sum();
    assertThat(counts.layers().get(0)).isGreaterThan(96);
    assertThat(counts.invoke()).isBetween(layers - 300, layers);
    assertThat(new InstructionCounter().count(model, Targets.load(name), input)).isEqualTo(counts);
  }

  @Test
  void aModelThatDoesNotCompileCannotBeCountedOrMeasured() throws IOException {
    GeneratedModel model = tiny.write(folder);
    TinyModel.replace(model, "tiny.c", "static int8_t clamp(", "static clamp(");
    var target = Targets.load("cortex-m4");
    int[] input = tiny.inputs(1).get(0);
    assertThatThrownBy(() -> new InstructionCounter().count(model, target, input))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("tiny.c:");
    assertThatThrownBy(() -> new ImageMeter().measure(model, target))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("tiny.c:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "cortex-m0", "cortex-m4", "esp32", "esp32-c3"})
  void imagesHoldTheWeightsTheCodeAndTheStack(String name) throws IOException {
    ImageSize size = new ImageMeter().measure(tiny.write(folder), Targets.load(name));
    long tables = 6 + 48 + 4 * (3 + 4);
    assertThat(size.constantBytes()).isBetween(tables, tables + 64);
    assertThat(size.codeBytes()).isBetween(200L, 4000L);
    assertThat(size.stackBytes()).isBetween(8L, 400L);
    assertThat(size.flashBytes()).isEqualTo(size.codeBytes() + size.constantBytes());
    assertThat(size.standIn()).isEqualTo(name.equals("esp32"));
  }

  @Test
  void sectionsAreToldApart() {
    SectionSizes sizes =
        SectionSizes.parse(
            """
            a.o  :
            section           size   addr
            .literal            8      0
            .text              10      0
            .text.startup       2      0
            .rodata           100      0
            .rodata.cst8        8      0
            .srodata            4      0
            .data               1      0
            .bss               50      0
            .comment           40      0
            .text.a_run_layer 500      0
            .rodata.a_run_layer 70     0
            Total             793
            """,
            "a_run_layer");
    assertThat(sizes).isEqualTo(new SectionSizes(20, 113));
  }

  @Test
  void theDeepestChainCountsCallsThroughPointers() {
    CallGraph graph = new CallGraph();
    graph.read(
        List.of(
            "graph: { title: \"a.c\"",
            "node: { title: \"run\" label: \"run\\na.c:1:1\\n16 bytes (static)\" }",
            "node: { title: \"a.c:f\" label: \"f\\na.c:2:1\\n40 bytes (static)\" }",
            "node: { title: \"a.c:g\" label: \"g\\na.c:3:1\\n100 bytes (static)\" }",
            "node: { title: \"a.c:h\" label: \"h\\na.c:4:1\\n8 bytes (dynamic,bounded)\" }",
            "node: { title: \"memcpy\" label: \"memcpy\\nstring.h:7:7\" shape : ellipse }",
            "edge: { sourcename: \"run\" targetname: \"a.c:f\" label: \"a.c:1:5\" }",
            "edge: { sourcename: \"a.c:f\" targetname: \"memcpy\" label: \"a.c:2:5\" }",
            "edge: { sourcename: \"a.c:g\" targetname: \"a.c:h\" label: \"a.c:3:5\" }"));
    assertThat(graph.deepest("run")).isEqualTo(56);
    graph.read(
        List.of(
            "edge: { sourcename: \"run\" targetname: \"__indirect_call\" label: \"a.c:1:9\" }"));
    assertThat(graph.deepest("run")).isEqualTo(16 + 100 + 8);
    graph.read(List.of("edge: { sourcename: \"a.c:h\" targetname: \"a.c:g\" label: \"\" }"));
    assertThatThrownBy(() -> graph.deepest("a.c:g")).hasMessageContaining("recursion");
    assertThatThrownBy(() -> graph.deepest("nothing")).hasMessageContaining("no function nothing");
  }

  @Test
  void theHarnessIsUnpackedWhole() throws IOException {
    Harness.unpack(folder.resolve("harness"));
    assertThat(files(folder.resolve("harness")))
        .isEqualTo(files(Path.of("src/main/resources/lowrank/harness")));
  }

  private static TreeSet<String> files(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      TreeSet<String> names = new TreeSet<>();
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(root.relativize(file).toString()));
      return names;
    }
  }
}
