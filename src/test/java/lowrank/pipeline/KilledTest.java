package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.program.SourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it replaces a folder leaves a whole one. */
class KilledTest {
  private static final int FILES = 40;
  private static final int KILLS = 12;

  @TempDir Path folder;

  /** Replaces a folder again and again, until it is killed. */
  static final class Writer {
    private Writer() {}

    /** The folder to write. */
    public static void main(String[] arguments) {
      for (int n = 0; true; n++) {
        OutputFolder.write(Path.of(arguments[0]), bundle(n % 7), true);
        System.out.print('.');
        System.out.flush();
      }
    }
  }

  /** A folder as this tool writes it; every file says which one it belongs to. */
  private static SourceBundle bundle(int number) {
    SourceBundle bundle =
        SourceBundle.empty()
            .with("model/target.yaml", "#" + number)
            .with("report.json", "{\"tool\": \"lowrank-mcu " + number + "\"}");
    for (int i = 0; i < FILES; i++) {
      bundle = bundle.with("file" + i, String.valueOf(number).repeat(2000));
    }
    return bundle;
  }

  @Test
  void theFolderIsAlwaysWhole() throws Exception {
    Path out = folder.resolve("out");
    OutputFolder.write(out, bundle(0), false);
    Random random = new Random(4);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      absolute(System.getProperty("java.class.path")),
                      Writer.class.getName(),
                      out.toString()))
              .redirectErrorStream(true)
              .start();
      try (InputStream stream = process.getInputStream()) {
        assertThat(stream.readNBytes(2 + random.nextInt(5))).containsOnly('.');
        Thread.sleep(random.nextInt(30));
        process.destroyForcibly().waitFor();
      }
      OutputFolder.recover(out);
      assertWhole(out);
    }
  }

  @Test
  void aFolderLeftAsideIsPutBack() throws IOException {
    Path out = folder.resolve("out");
    OutputFolder.write(out, bundle(3), false);
    Files.move(out, folder.resolve(".lowrank-old-out"));
    OutputFolder.check(out, true);
    assertWhole(out);
    OutputFolder.write(out, bundle(4), true);
    assertThat(Files.readString(out.resolve("model/target.yaml"))).isEqualTo("#4");
    assertThat(folder.toFile().list()).containsExactly("out");
  }

  private static void assertWhole(Path out) throws IOException {
    String number = Files.readString(out.resolve("model/target.yaml")).substring(1);
    SourceBundle expected = bundle(Integer.parseInt(number));
    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(expected.files().size());
    }
    for (var file : expected.files().entrySet()) {
      assertThat(Files.readAllBytes(out.resolve(file.getKey()))).isEqualTo(file.getValue());
    }
  }

  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .reduce((left, right) -> left + File.pathSeparator + right)
        .orElseThrow();
  }
}
