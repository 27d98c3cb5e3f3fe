package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.importer.ModelImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java that the documentation shows, taken from there, compiles and runs. */
class DocumentedJavaTest {
  private static final Path MODEL =
      Path.of("src/test/resources/samples/lenet_mnist/lenet_mnist.onnx");

  @TempDir Path folder;

  /** The first block of Java behind a heading. */
  private static String snippet(String page, String heading) throws IOException {
    String text = Files.readString(Path.of(page));
    Matcher block =
        Pattern.compile("(?s)```java\n(.*?)```").matcher(text.substring(text.indexOf(heading)));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private void compile(String name, String imports, String body, String classes)
      throws IOException {
    Files.writeString(
        folder.resolve(name + ".java"),
        imports
            + "public class "
            + name
            + " { public static void main(String[] words) {\n"
            + body
            + "\n} }\n");
    Processes.run(
        folder,
        tool("javac"),
        "-Werror",
        "-Xlint:all,-path",
        "-cp",
        classes,
        "-d",
        ".",
        name + ".java");
  }

  @Test
  void threeLinesRunTheGeneratedClass() throws IOException {
    OutputFolder.write(
        folder.resolve("firmware"),
        Generator.generate(
            ModelImporter.read(MODEL), ModelFile.read(MODEL), TargetFile.load("host"), "net"),
        false);
    String reference = folder.resolve("firmware/java").toString();
    Processes.run(folder, tool("javac"), "-d", reference, reference + "/NetReference.java");
    String lines = snippet("README.md", "## On a JVM");
    assertThat(lines.lines()).hasSize(3);
    String body =
        "float[] features = new float[784];\n"
            + lines
            + "System.out.println(scores.length + \" \" + output.length);";
    String path = reference + ":" + folder;
    compile("Gateway", "", body, path);
    assertThat(Processes.run(folder, tool("java"), "-cp", path, "Gateway")).isEqualTo("10 10\n");
  }

  /** With data of the user's own, so it is compiled only; {@code LowrankTest} runs the calls. */
  @Test
  void theLibrarysCallsCompile() throws IOException {
    String imports =
        """
        import java.nio.file.Path;
        import java.util.List;
        import lowrank.api.*;
        import lowrank.network.ImportedModel;
        import lowrank.pipeline.Compressed;
        import lowrank.program.SourceBundle;
        import lowrank.provenance.Preprocessing;
        """;
    String body =
        "List<Double> mean = List.of(), std = List.of();\n"
            + snippet("src/docs/JAVA.md", "## As a library");
    compile("Library", imports, body, System.getProperty("java.class.path"));
    assertThat(folder.resolve("Library.class")).exists();
    assertThat(List.of(body.split("\n"))).hasSizeGreaterThan(6);
  }
}
