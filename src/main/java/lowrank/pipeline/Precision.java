package lowrank.pipeline;

import java.util.List;

/**
 * Which activations are int16.
 *
 * @param layers whose outputs are, unless {@code automatic}; {@value #FACTORS} stands for all
 *     values between the factors of decomposed layers
 * @param automatic whether layers are raised until no more than {@code maximumDrop} is lost
 * @param maximumDrop percentage points of accuracy, or of agreement with the float network where
 *     there are no labels
 */
public record Precision(List<String> layers, boolean automatic, double maximumDrop) {
  /** Everything is int8. */
  public static final Precision INT8 = new Precision(List.of(), false, 0);

  /** What stands for the values between factors among layers' names. */
  public static final String FACTORS = "factors";

  /** Copies the list. */
  public Precision {
    layers = List.copyOf(layers);
  }

  /** Whether values between factors are int16, whatever the decomposition turns out to be. */
  public boolean factors() {
    return layers.contains(FACTORS);
  }
}
