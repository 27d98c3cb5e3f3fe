package lowrank.provenance;

import java.util.List;

/**
 * Where one layer came from.
 *
 * @param sourceLayer name of the layer in the imported model
 * @param method decomposition that made this layer, {@code none} if it is the source layer itself
 * @param ranks the decomposition's ranks in its own order; empty for {@code none}
 * @param relativeError of the decomposition: without data the Frobenius norm of the kernel's error
 *     over the kernel's norm; with data the root mean square of the response's error over that of
 *     the response, means taken out, on calibration inputs of the original network and before any
 *     refit; 0 for {@code none}
 */
public record Origin(String sourceLayer, String method, List<Integer> ranks, double relativeError) {
  /** Method name of a layer that was not decomposed. */
  public static final String NONE = "none";

  /** Copies the list. */
  public Origin {
    ranks = List.copyOf(ranks);
  }

  /** The origin of a layer that stands as imported. */
  public static Origin of(String layer) {
    return new Origin(layer, NONE, List.of(), 0);
  }

  /** Whether the layer is a factor of a decomposed one. */
  public boolean decomposed() {
    return !method.equals(NONE);
  }
}
