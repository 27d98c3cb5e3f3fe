package lowrank.data;

import java.nio.file.Path;
import java.util.Arrays;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** The right class of every sample, from 0. */
public final class Labels {
  private final int[] classes;

  private Labels(int[] classes) {
    this.classes = classes;
  }

  /** Labels over a copy. */
  public static Labels of(int... classes) {
    return new Labels(classes.clone());
  }

  /**
   * Reads one label per sample from a {@code .npy} file, or a {@code .npz} archive with one array
   * or one called {@code y}.
   *
   * @param count number of samples
   * @param classes number of classes
   * @throws CompileException UNREADABLE_FILE, NOT_AN_ARRAY, DATA_TYPE, LABEL_COUNT or LABEL_RANGE
   */
  public static Labels read(Path path, int count, int classes) {
    ArrayFile file = ArrayFile.read(path, "y");
    if (!file.type().integral()) {
      throw new CompileException(Fault.DATA_TYPE, path, file.type(), "uint8, int32 or int64");
    }
    if (file.elements() != count) {
      throw new CompileException(Fault.LABEL_COUNT, path, file.elements(), count);
    }
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      double label = file.values().applyAsDouble(i);
      if (label < 0 || label >= classes) {
        throw new CompileException(Fault.LABEL_RANGE, path, (long) label, classes);
      }
      labels[i] = (int) label;
    }
    return new Labels(labels);
  }

  /** Number of labels. */
  public int count() {
    return classes.length;
  }

  /** Class of a sample. */
  public int at(int sample) {
    return classes[sample];
  }

  /** The labels of the first {@code limit} samples; these if there are not more. */
  public Labels first(int limit) {
    return new Labels(Arrays.copyOf(classes, Math.min(limit, classes.length)));
  }
}
