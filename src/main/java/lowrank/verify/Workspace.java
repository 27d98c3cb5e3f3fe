package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder that is deleted with everything in it: when it is closed, or when the process
 * ends before, after the programs that it started.
 */
final class Workspace implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final Path folder;
  private final Thread abandon = new Thread(this::abandon, "workspace");

  Workspace() throws IOException {
    folder = Files.createTempDirectory("lowrank");
    Runtime.getRuntime().addShutdownHook(abandon);
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
    try {
      delete();
      Runtime.getRuntime().removeShutdownHook(abandon);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what still writes into the folder, until the folder is gone. */
  private void abandon() {
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(folder); attempt++) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      try {
        delete();
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
