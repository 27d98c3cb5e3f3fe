package lowrank.decompose;

import java.util.Arrays;

/** The value of one tensor for every calibration input. */
public final class StoredActivations {
  private final float[][] samples;

  StoredActivations(int count) {
    this.samples = new float[count][];
  }

  void put(int first, int count, float[] values) {
    int length = values.length / count;
    for (int i = 0; i < count; i++) {
      samples[first + i] = Arrays.copyOfRange(values, i * length, (i + 1) * length);
    }
  }

  /** The value for an input, NHWC; not to be modified. */
  public float[] sample(int index) {
    return samples[index];
  }
}
