package lowrank.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import lowrank.data.TemporaryPath;

/** The bundled model, compressed and generated once for all tests. */
final class Samples {
  /** The bundled model with its preprocessing. */
  static final String MODEL = "bundled:lenet_mnist.onnx --scale 1/255 --mean 0.1307 --std 0.3081";

  /** The same with all calibration data that come with it. */
  static final String CALIBRATED = MODEL + " --calibration bundled:calibration_x.npy";

  private static final Path FOLDER = temporary();
  private static final Lazy<Path> QUANTIZED =
      new Lazy<>(
          () -> {
            Path file = FOLDER.resolve("small.onnx");
            CliRunner.run("compress " + CALIBRATED + " -o", file).succeeded();
            return file;
          });
  private static final Lazy<Path> GENERATED =
      new Lazy<>(
          () -> {
            Path folder = FOLDER.resolve("firmware");
            CliRunner.run("generate --name small --target cortex-m4 -o", folder, quantized())
                .succeeded();
            return folder;
          });

  private Samples() {}

  /** The bundled model, compressed; not to be modified. */
  static Path quantized() {
    return QUANTIZED.get();
  }

  /** Its firmware folder for cortex-m4; not to be modified. */
  static Path generated() {
    return GENERATED.get();
  }

  /** A copy of the firmware folder that a test may damage. */
  static Path copyOfGenerated(Path folder) {
    Path copy = folder.resolve("copy");
    try (var paths = Files.walk(generated())) {
      for (Path path : paths.toList()) {
        Files.copy(path, copy.resolve(generated().relativize(path).toString()));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      Path folder = Files.createTempDirectory("lowrank-tests");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> new TemporaryPath(folder).close()));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value that is computed when first asked for. */
  private static final class Lazy<T> {
    private final Supplier<T> source;
    private T value;

    Lazy(Supplier<T> source) {
      this.source = source;
    }

    synchronized T get() {
      if (value == null) {
        value = source.get();
      }
      return value;
    }
  }
}
