package lowrank.pipeline.search;

import java.util.function.IntFunction;

/**
 * Calibration inputs.
 *
 * @param input of a sample, NHWC, as the float network reads it
 */
public record Inputs(int count, IntFunction<float[]> input) {
  /** At most the first {@code most} of them. */
  public Inputs first(int most) {
    return new Inputs(Math.min(count, most), input);
  }
}
