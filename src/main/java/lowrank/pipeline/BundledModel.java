package lowrank.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The model that comes with the tool, unpacked into a temporary folder that {@link #close} deletes.
 */
public final class BundledModel implements AutoCloseable {
  /** The model's file name. */
  public static final String MODEL = "lenet_mnist.onnx";

  /** Mean of the training images after scaling to [0, 1], subtracted before the model. */
  public static final String MEAN = "0.1307";

  /** Their standard deviation, divided by. */
  public static final String STD = "0.3081";

  private static final List<String> FILES =
      List.of(MODEL, "calibration_x.npy", "calibration_y.npy", "test_x.npy", "test_y.npy");

  private final Path folder;

  private BundledModel(Path folder) {
    this.folder = folder;
  }

  /** Unpacks model and data. */
  public static BundledModel unpack() {
    try {
      Path folder = Files.createTempDirectory("lowrank");
      for (String file : FILES) {
        try (InputStream stream = BundledModel.class.getResourceAsStream("/bundled/" + file)) {
          Files.copy(stream, folder.resolve(file));
        }
      }
      return new BundledModel(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An unpacked file. */
  public String file(String name) {
    return folder.resolve(name).toString();
  }

  @Override
  public void close() {
    OutputFolder.deleteAll(folder);
  }
}
