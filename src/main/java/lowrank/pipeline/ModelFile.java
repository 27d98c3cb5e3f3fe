package lowrank.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** A model file's name, without folders, and its bytes; the array must not be modified. */
public record ModelFile(String name, byte[] content) {
  /**
   * Reads a file whole.
   *
   * @throws CompileException if it cannot be read
   */
  public static ModelFile read(Path path) {
    try {
      return new ModelFile(path.getFileName().toString(), Files.readAllBytes(path));
    } catch (IOException e) {
      throw new CompileException(
          Fault.UNREADABLE_FILE, path, e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }
}
