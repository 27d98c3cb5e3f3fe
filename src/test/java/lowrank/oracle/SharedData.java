package lowrank.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.Assumptions;

/** The real models and data, which live outside the project; tests that need them skip without. */
public final class SharedData {
  private SharedData() {}

  /** A file below the data folder; the test is skipped if it is not there. */
  public static Path file(String name) {
    Path path = Path.of(System.getProperty("lowrank.shared", "../shared"), "data", name);
    Assumptions.assumeTrue(
        Files.exists(path), "skipped: " + name + " is not in the folder of -Dlowrank.shared");
    return path;
  }

  /** A file's bytes. */
  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An array of bytes, signed or not, in C order. */
  public static NpyArray array(String name) {
    return NpyFile.read(file(name), 1 << 18);
  }
}
