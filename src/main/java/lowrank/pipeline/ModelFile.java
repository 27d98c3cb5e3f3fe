package lowrank.pipeline;

import java.nio.file.Path;
import lowrank.importer.ModelImporter;

/** A model file's name, without folders, and its bytes; the array must not be modified. */
public record ModelFile(String name, byte[] content) {
  /**
   * Reads a file whole.
   *
   * @throws lowrank.diagnostic.CompileException if it cannot be read
   */
  public static ModelFile read(Path path) {
    byte[] content = ModelImporter.bytes(path);
    return new ModelFile(path.getFileName().toString(), content);
  }
}
