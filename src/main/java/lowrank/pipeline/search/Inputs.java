package lowrank.pipeline.search;

import java.util.function.IntFunction;

/**
 * Calibration inputs.
 *
 * @param input of a sample, NHWC, as the float network reads it
 */
public record Inputs(int count, IntFunction<float[]> input) {
  /** At most {@code most} of them, evenly over all: data are often sorted. */
  public Inputs spread(int most) {
    int few = Math.min(count, most);
    return new Inputs(few, i -> input.apply((int) ((long) i * count / few)));
  }
}
