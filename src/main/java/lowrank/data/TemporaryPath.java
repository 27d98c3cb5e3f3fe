package lowrank.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A temporary file or folder: deleted, with all that is in it, by {@link #close}, or at the latest
 * when the process ends, be it by an interrupt.
 */
public final class TemporaryPath implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> OPEN.forEach(TemporaryPath::delete), "temporary paths"));
  }

  private final Path path;

  /** Takes charge of a path; nothing need be there yet. */
  public TemporaryPath(Path path) {
    this.path = path.toAbsolutePath();
    OPEN.add(this.path);
  }

  /** A new, empty folder where the system keeps temporary files. */
  public static TemporaryPath folder() throws IOException {
    return new TemporaryPath(Files.createTempDirectory("lowrank"));
  }

  /** The file or folder, absolute. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
    OPEN.remove(path);
  }

  private static void delete(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // What another program holds open stays behind; the result does not depend on it.
      System.getLogger(TemporaryPath.class.getName())
          .log(System.Logger.Level.DEBUG, e.getMessage());
    }
  }
}
