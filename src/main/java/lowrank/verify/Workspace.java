package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder that is deleted with everything in it. */
final class Workspace implements AutoCloseable {
  private final Path folder;

  Workspace() throws IOException {
    folder = Files.createTempDirectory("lowrank");
  }

  /** A file or folder in it that need not exist. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** A new, empty folder in it. */
  Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
