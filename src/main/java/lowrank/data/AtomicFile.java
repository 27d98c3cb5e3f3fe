package lowrank.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/**
 * Writes a file as a whole or not at all: beside its place first, then moved. Folders that are
 * missing above it are made.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content to a path. */
  @FunctionalInterface
  public interface Content {
    /** Creates or overwrites {@code path}. */
    void writeTo(Path path) throws IOException;
  }

  /**
   * Checks, before any work is done, that {@link #write} will be able to write.
   *
   * @throws CompileException OUTPUT_UNWRITABLE
   */
  public static void check(Path target) {
    if (Files.isDirectory(target)) {
      throw new CompileException(Fault.OUTPUT_UNWRITABLE, target, "it is a folder");
    }
    try {
      ParentFolders.probe(target);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /**
   * Creates or replaces {@code target}.
   *
   * @throws CompileException OUTPUT_UNWRITABLE; then there is no new file, and an old one is as it
   *     was
   */
  public static void write(Path target, Content content) {
    check(target);
    try (ParentFolders parents = ParentFolders.make(target);
        TemporaryPath part = new TemporaryPath(parents.neighbour())) {
      content.writeTo(part.path());
      move(part.path(), target.toAbsolutePath());
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Creates or replaces {@code target} with the given bytes. */
  public static void write(Path target, byte[] content) {
    write(target, path -> Files.write(path, content));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The fault of a file or folder that could not be written. */
  public static CompileException unwritable(Path target, IOException cause) {
    return new CompileException(Fault.OUTPUT_UNWRITABLE, target, reason(cause));
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no folder can be made there";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else is there";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.getMessage();
  }
}
