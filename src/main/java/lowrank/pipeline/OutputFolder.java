package lowrank.pipeline;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import lowrank.data.AtomicFile;
import lowrank.data.ParentFolders;
import lowrank.data.TemporaryPath;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.program.SourceBundle;

/**
 * Writes a folder so that a reader sees all of it or nothing: into a temporary neighbour first,
 * then moved to its place. If the process is killed between the two moves that replace an old
 * folder, that folder stands beside its place, and the next call that looks for it puts it back.
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
      recover(folder);
      if (Files.exists(folder) && !isEmpty(folder)) {
        if (!Files.isDirectory(folder)) {
          throw new CompileException(Fault.OUTPUT_UNWRITABLE, folder, "it is a file");
        }
        if (!GeneratedFolder.isOurs(folder)) {
          throw new CompileException(Fault.OUTPUT_NOT_EMPTY, folder);
        }
        if (!replace) {
          throw new CompileException(Fault.OUTPUT_EXISTS, folder);
        }
      }
      ParentFolders.probe(folder);
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
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
    try (ParentFolders parents = ParentFolders.make(folder);
        TemporaryPath temporary = new TemporaryPath(parents.neighbour())) {
      for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
        Path path = temporary.path().resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      exchange(temporary.path(), folder.toAbsolutePath().normalize(), aside(folder));
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  /** Puts an old folder back if a process was killed while it replaced it. */
  static void recover(Path folder) throws IOException {
    Path aside = aside(folder);
    if (!Files.exists(aside)) {
      return;
    }
    if (Files.exists(folder)) {
      new TemporaryPath(aside).close();
    } else {
      move(aside, folder.toAbsolutePath().normalize());
    }
  }

  /** Where an old folder stands while the new one is put into its place. */
  private static Path aside(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    return absolute.resolveSibling(".lowrank-old-" + absolute.getFileName());
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** Puts the finished folder in its place; an old one is moved aside first and deleted last. */
  private static void exchange(Path finished, Path folder, Path aside) throws IOException {
    if (!Files.exists(folder)) {
      move(finished, folder);
      return;
    }
    move(folder, aside);
    try {
      move(finished, folder);
    } catch (IOException e) {
      move(aside, folder);
      throw e;
    }
    new TemporaryPath(aside).close();
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
