package lowrank.quantize;

/**
 * What is changed after weights and biases were rounded to nearest; it costs nothing at run time.
 */
public enum Correction {
  /** Nothing. */
  NONE,
  /** Biases, so that every channel has the mean that it has in float. */
  BIASES,
  /** Weights too, so that responses on calibration data change least. */
  WEIGHTS
}
