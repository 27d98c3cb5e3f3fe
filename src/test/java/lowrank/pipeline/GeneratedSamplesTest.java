package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import lowrank.importer.ModelImporter;
import lowrank.program.SourceBundle;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds {@code generated-samples/} to what the generator makes of the committed models. */
class GeneratedSamplesTest {
  private static final Path MODELS = Path.of("src/test/resources/samples");
  private static final Path GOLDEN = Path.of("generated-samples");
  private static final boolean UPDATE = Boolean.getBoolean("samples.update");

  private record Sample(String name, Path model, String target) {
    Path golden() {
      return GOLDEN.resolve(name).resolve(target);
    }
  }

  @TestFactory
  Stream<DynamicTest> samplesAreRegeneratedByteForByte() {
    return samples().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.name() + " for " + sample.target(), () -> check(sample)));
  }

  @Test
  void noGoldenFolderIsWithoutItsSample() throws IOException {
    try (Stream<Path> folders = Files.find(GOLDEN, 2, (path, file) -> file.isDirectory())) {
      assertThat(folders.filter(path -> path.getNameCount() == GOLDEN.getNameCount() + 2))
          .containsExactlyInAnyOrderElementsOf(samples().stream().map(Sample::golden).toList());
    }
  }

  private static List<Sample> samples() {
    try (Stream<Path> folders = Files.list(MODELS)) {
      return folders.sorted().flatMap(GeneratedSamplesTest::samples).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Sample> samples(Path folder) {
    String name = folder.getFileName().toString();
    try (Stream<Path> files = Files.list(folder)) {
      Path model = files.filter(file -> !file.toString().endsWith(".txt")).findAny().orElseThrow();
      return Files.readAllLines(folder.resolve("targets.txt")).stream()
          .map(target -> new Sample(name, model, target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Sample sample) throws IOException {
    SourceBundle bundle =
        Generator.generate(
            ModelImporter.read(sample.model()),
            ModelFile.read(sample.model()),
            TargetFile.load(sample.target()),
            sample.name());
    if (UPDATE) {
      OutputFolder.write(sample.golden(), bundle, true);
    }
    SortedMap<String, byte[]> golden = read(sample.golden());
    assertThat(golden.keySet())
        .as(sample.golden() + "; " + hint())
        .isEqualTo(bundle.files().keySet());
    bundle
        .files()
        .forEach(
            (file, content) -> {
              if (!Arrays.equals(content, golden.get(file))) {
                fail(sample.golden().resolve(file) + firstDifference(content, golden.get(file)));
              }
            });
  }

  private static String firstDifference(byte[] fresh, byte[] golden) {
    List<String> expected = new String(golden, StandardCharsets.ISO_8859_1).lines().toList();
    List<String> actual = new String(fresh, StandardCharsets.ISO_8859_1).lines().toList();
    int line = 0;
    while (line < Math.min(expected.size(), actual.size())
        && expected.get(line).equals(actual.get(line))) {
      line++;
    }
    String was = line < expected.size() ? expected.get(line) : "(end)";
    String is = line < actual.size() ? actual.get(line) : "(end)";
    return ":" + (line + 1) + "\n committed: " + was + "\n generated: " + is + "\n" + hint();
  }

  private static String hint() {
    return "if wanted: mvn test -Dtest=GeneratedSamplesTest -Dsamples.update=true";
  }

  private static SortedMap<String, byte[]> read(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(path));
      }
    }
    return files;
  }
}
