package lowrank.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/**
 * Names of a network's outputs.
 *
 * @param file where they are from, for messages
 * @param names in the order of the outputs
 */
public record ClassNames(String file, List<String> names) {
  /** No names. */
  public static final ClassNames NONE = new ClassNames("", List.of());

  /** Of a file of names: enough for the largest known lists, and far from any memory limit. */
  private static final long LARGEST = 1 << 22;

  /** Copies the list. */
  public ClassNames {
    names = List.copyOf(names);
  }

  /**
   * Reads a text file in UTF-8 with one name on each line; empty lines at the end count for
   * nothing.
   *
   * @throws CompileException UNREADABLE_FILE or BAD_CLASSES
   */
  public static ClassNames read(Path path) {
    try {
      if (Files.size(path) > LARGEST) {
        throw new CompileException(Fault.BAD_CLASSES, path, "it is larger than 4 MiB");
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
              .toString();
      return new ClassNames(path.toString(), names(path, text));
    } catch (CharacterCodingException e) {
      throw new CompileException(Fault.BAD_CLASSES, path, "it is not in UTF-8");
    } catch (NoSuchFileException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, "no such file");
    } catch (IOException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, "it is no file that can be read");
    }
  }

  /** The names as a file that {@link #read} reads. */
  public String text() {
    return String.join("\n", names) + "\n";
  }

  private static List<String> names(Path path, String text) {
    List<String> names = text.stripTrailing().lines().map(String::strip).toList();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty() || names.get(i).chars().anyMatch(Character::isISOControl)) {
        throw new CompileException(Fault.BAD_CLASSES, path, "line " + (i + 1) + " is no name");
      }
    }
    if (names.isEmpty()) {
      throw new CompileException(Fault.BAD_CLASSES, path, "it is empty");
    }
    return names;
  }
}
