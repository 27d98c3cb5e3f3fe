package lowrank.pipeline;

import java.util.List;

/**
 * Which activations are int16.
 *
 * @param layers whose outputs are, unless {@code automatic}
 * @param automatic whether layers are raised until no more than {@code maximumDrop} is lost
 * @param maximumDrop percentage points of accuracy, or of agreement with the float network where
 *     there are no labels
 */
public record Precision(List<String> layers, boolean automatic, double maximumDrop) {
  /** Everything is int8. */
  public static final Precision INT8 = new Precision(List.of(), false, 0);

  /** Copies the list. */
  public Precision {
    layers = List.copyOf(layers);
  }
}
