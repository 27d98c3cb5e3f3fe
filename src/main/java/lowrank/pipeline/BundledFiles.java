package lowrank.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lowrank.data.TemporaryPath;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/**
 * The sample model and data that come with the tool. On the command line they are named {@code
 * bundled:FILE}; what is named is unpacked into a temporary folder until {@link #close}.
 */
public final class BundledFiles implements AutoCloseable {
  /** What a path starts with that names a bundled file. */
  public static final String PREFIX = "bundled:";

  private static final List<String> NAMES =
      List.of(
          "lenet_mnist.onnx", "calibration_x.npy", "calibration_y.npy", "test_x.npy", "test_y.npy");

  private TemporaryPath folder;

  /**
   * The file that an argument names: a bundled one, unpacked, if it starts with {@value #PREFIX}.
   *
   * @throws CompileException if there is no bundled file of that name
   */
  public Path resolve(String argument) {
    if (!argument.startsWith(PREFIX)) {
      return Path.of(argument);
    }
    String name = argument.substring(PREFIX.length());
    if (!NAMES.contains(name)) {
      throw new CompileException(Fault.UNKNOWN_BUNDLED, argument, String.join(", ", NAMES));
    }
    try (InputStream stream = BundledFiles.class.getResourceAsStream("/bundled/" + name)) {
      if (folder == null) {
        folder = TemporaryPath.folder();
      }
      Path file = folder.path().resolve(name);
      if (!Files.exists(file)) {
        Files.copy(stream, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message with the names of bundled files as the user gave them. */
  public String describe(String message) {
    String unpacked = folder == null ? null : folder.path() + "/";
    return unpacked == null ? message : message.replace(unpacked, PREFIX);
  }

  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }
}
