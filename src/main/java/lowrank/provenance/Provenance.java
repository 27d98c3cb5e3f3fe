package lowrank.provenance;

import java.util.List;

/**
 * The model that everything was made from.
 *
 * @param model file name without folders
 * @param sha256 of the imported file, lower-case hexadecimal
 * @param preprocessing of raw data
 * @param layers the imported model's layers in order
 */
public record Provenance(
    String model, String sha256, Preprocessing preprocessing, List<SourceLayer> layers) {
  /** Copies the list. */
  public Provenance {
    layers = List.copyOf(layers);
  }

  /** The same with other preprocessing. */
  public Provenance withPreprocessing(Preprocessing replacement) {
    return new Provenance(model, sha256, replacement, layers);
  }
}
