package lowrank.pipeline;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.program.SourceBundle;
import lowrank.report.Reports;

/**
 * Writes results so that a reader sees all of them or nothing: into a temporary neighbour first,
 * then moved to their place.
 */
public final class OutputFolder {
  private OutputFolder() {}

  /**
   * Checks, before any work is done, that {@link #write} will be able to write.
   *
   * @param replace whether a folder that this tool wrote earlier may be replaced
   * @throws CompileException if the folder holds something else or cannot be made
   */
  public static void check(Path folder, boolean replace) {
    try {
      if (Files.exists(folder) && !isEmpty(folder)) {
        boolean ours = Files.isRegularFile(folder.resolve(Reports.FILE));
        if (!(replace && ours)) {
          throw new CompileException(Fault.OUTPUT_NOT_EMPTY, folder);
        }
      }
      Path probe = temporaryNeighbour(folder);
      Files.delete(probe);
    } catch (IOException | SecurityException e) {
      throw unwritable(folder, e);
    }
  }

  /**
   * Writes all files of a bundle; on any failure the folder is as it was.
   *
   * @param replace whether a folder that this tool wrote earlier may be replaced
   * @throws CompileException if the folder holds something else or cannot be written
   */
  public static void write(Path folder, SourceBundle bundle, boolean replace) {
    check(folder, replace);
    Path temporary = null;
    try {
      temporary = temporaryNeighbour(folder);
      for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
        Path path = temporary.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      exchange(temporary, folder);
    } catch (IOException | SecurityException e) {
      throw unwritable(folder, e);
    } finally {
      deleteAll(temporary);
    }
  }

  /**
   * Writes one file, whole or not at all, over an existing one.
   *
   * @throws CompileException if it cannot be written
   */
  public static void writeFile(Path file, byte[] content) {
    Path absolute = file.toAbsolutePath();
    Path temporary = null;
    try {
      Files.createDirectories(absolute.getParent());
      temporary = absolute.resolveSibling(temporaryName());
      Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
      move(temporary, absolute);
    } catch (IOException | SecurityException e) {
      throw unwritable(file, e);
    } finally {
      deleteAll(temporary);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  private static Path temporaryNeighbour(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().normalize().getParent();
    Files.createDirectories(parent);
    return Files.createDirectory(parent.resolve(temporaryName()));
  }

  /** A hidden name that nobody else uses; the file gets the permissions of any new one. */
  private static String temporaryName() {
    return ".lowrank-" + UUID.randomUUID();
  }

  /** Puts the finished folder in its place; an old one is moved aside first and deleted last. */
  private static void exchange(Path finished, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      move(finished, folder);
      return;
    }
    Path old = temporaryNeighbour(folder);
    Files.delete(old);
    move(folder, old);
    try {
      move(finished, folder);
    } catch (IOException e) {
      move(old, folder);
      throw e;
    }
    deleteAll(old);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes a folder with all that is in it; what cannot be deleted stays. */
  static void deleteAll(Path root) {
    if (root == null || !Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // A temporary folder that stays behind is hidden and harms nobody.
      System.getLogger(OutputFolder.class.getName()).log(System.Logger.Level.DEBUG, e.getMessage());
    }
  }

  private static CompileException unwritable(Path path, Exception cause) {
    return new CompileException(
        Fault.OUTPUT_UNWRITABLE, path, cause.getClass().getSimpleName() + " " + cause.getMessage());
  }
}
