package lowrank.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * The folders above a result. They are made when there is something to write, and removed again by
 * {@link #close} unless the result is there.
 */
public final class ParentFolders implements AutoCloseable {
  private final Path target;
  private final Deque<Path> made = new ArrayDeque<>();

  private ParentFolders(Path target) {
    this.target = target;
  }

  /**
   * Tries whether {@link #make} would succeed and a result could be put there; leaves nothing.
   *
   * @throws IOException if not
   */
  public static void probe(Path target) throws IOException {
    Path folder = parent(target);
    while (!Files.exists(folder)) {
      folder = parent(folder);
    }
    Files.delete(Files.createDirectory(folder.resolve(temporaryName())));
  }

  /** Makes the folders above {@code target} that are missing. */
  public static ParentFolders make(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    ParentFolders folders = new ParentFolders(absolute);
    Deque<Path> missing = new ArrayDeque<>();
    for (Path folder = parent(absolute); !Files.exists(folder); folder = parent(folder)) {
      missing.push(folder);
    }
    try {
      for (Path folder : missing) {
        Files.createDirectory(folder);
        folders.made.push(folder);
      }
      return folders;
    } catch (IOException e) {
      folders.close();
      throw e;
    }
  }

  /** A hidden neighbour of the target; nothing is there yet. */
  public Path neighbour() {
    return target.resolveSibling(temporaryName());
  }

  /** A name that nobody else uses; the file gets the permissions of any new one. */
  private static String temporaryName() {
    return ".lowrank-" + UUID.randomUUID();
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new IOException("it is the root of the file system");
    }
    return parent;
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(target)) {
      return;
    }
    for (Path folder : made) {
      Files.deleteIfExists(folder);
    }
  }
}
