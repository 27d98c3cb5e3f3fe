package lowrank.pipeline;

import java.nio.file.Path;
import lowrank.importer.ModelImporter;

/**
 * A model file's name, without folders, and its bytes; the array must not be modified.
 *
 * @param name fit for a file of a generated folder: of another one, characters that some file
 *     system or build tool does not take are replaced
 */
public record ModelFile(String name, byte[] content) {
  private static final int LONGEST = 100;

  /** Makes the name safe, whatever file or model it came from. */
  public ModelFile {
    name = safe(name);
  }

  /**
   * Reads a file whole.
   *
   * @throws lowrank.diagnostic.CompileException if it cannot be read
   */
  public static ModelFile read(Path path) {
    byte[] content = ModelImporter.bytes(path);
    return new ModelFile(path.getFileName().toString(), content);
  }

  /** Letters, digits and a few signs; no dots side by side, no name that the folder uses itself. */
  private static String safe(String name) {
    String plain =
        name.replaceAll("[^\\p{L}\\p{N}._+ -]|\\p{Lm}", "_")
            .replaceAll("\\.{2,}", ".")
            .replaceAll("^[. -]+|[. ]+$", "");
    int excess = Math.max(0, plain.codePointCount(0, plain.length()) - LONGEST);
    String end = plain.substring(plain.offsetByCodePoints(0, excess));
    String file = GeneratedFolder.MODEL + end;
    return end.isEmpty()
            || file.equalsIgnoreCase(GeneratedFolder.TARGET)
            || file.equalsIgnoreCase(GeneratedFolder.CLASSES)
        ? "model-" + end
        : end;
  }
}
