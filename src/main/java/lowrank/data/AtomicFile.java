package lowrank.data;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** Writes a file as a whole or not at all: beside its place first, then moved. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content to a path. */
  @FunctionalInterface
  public interface Content {
    /** Creates or overwrites {@code path}. */
    void writeTo(Path path) throws IOException;
  }

  /**
   * Creates or replaces {@code target}.
   *
   * @throws CompileException OUTPUT_UNWRITABLE; then there is no new file, and an old one is as it
   *     was
   */
  public static void write(Path target, Content content) {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new CompileException(Fault.OUTPUT_UNWRITABLE, target, "it is a folder");
    }
    if (!Files.isDirectory(absolute.getParent())) {
      throw new CompileException(Fault.OUTPUT_UNWRITABLE, target, "its folder does not exist");
    }
    Path part = absolute.resolveSibling(absolute.getFileName() + partSuffix());
    try {
      content.writeTo(part);
      move(part, absolute);
    } catch (IOException e) {
      throw new CompileException(Fault.OUTPUT_UNWRITABLE, target, reason(e));
    } finally {
      delete(part);
    }
  }

  /** Creates or replaces {@code target} with the given bytes. */
  public static void write(Path target, byte[] content) {
    write(target, path -> Files.write(path, content));
  }

  private static String partSuffix() {
    return "." + ProcessHandle.current().pid() + ".part";
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "access denied";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.getMessage();
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      part.toFile().deleteOnExit();
    }
  }
}
