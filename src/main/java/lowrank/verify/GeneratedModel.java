package lowrank.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.program.FixedNetwork;

/**
 * A generated folder and the network that it should compute.
 *
 * @param identifier prefix of the C names and stem of the C files
 */
public record GeneratedModel(Path folder, String identifier, FixedNetwork network) {
  /** The header. */
  Path header() {
    return file(identifier + ".h");
  }

  /** The C files that make up the model. */
  List<Path> sources() {
    return List.of(file(identifier + ".c"), file(identifier + "_weights.c"));
  }

  /**
   * Checks that the C files are there.
   *
   * @throws CompileException if one is not
   */
  public void checkComplete() {
    header();
    sources();
  }

  /** The C file with the self-test, if the folder has one. */
  Optional<Path> selfTest() {
    return Optional.of(folder.resolve(identifier + "_self_test.c").toAbsolutePath())
        .filter(Files::isRegularFile);
  }

  /** The identifier in the names of macros. */
  String upperIdentifier() {
    return identifier.toUpperCase(Locale.ROOT);
  }

  /**
   * A file of the folder.
   *
   * @throws CompileException if it is not there
   */
  Path file(String name) {
    Path file = folder.resolve(name).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      throw new CompileException(Fault.NOT_GENERATED, folder, name);
    }
    return file;
  }
}
