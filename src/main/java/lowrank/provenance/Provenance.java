package lowrank.provenance;

import java.util.List;

/**
 * The model that everything was made from.
 *
 * @param model file name without folders
 * @param sha256 of the imported file, lower-case hexadecimal
 * @param preprocessing of raw data
 * @param layers the imported model's layers in order
 * @param accuracy measured when the model was compressed
 */
public record Provenance(
    String model,
    String sha256,
    Preprocessing preprocessing,
    List<SourceLayer> layers,
    Accuracy accuracy) {
  /** Copies the list. */
  public Provenance {
    layers = List.copyOf(layers);
  }

  /** A model just imported: nothing is measured yet. */
  public Provenance(
      String model, String sha256, Preprocessing preprocessing, List<SourceLayer> layers) {
    this(model, sha256, preprocessing, layers, Accuracy.UNMEASURED);
  }

  /** The same with other preprocessing. */
  public Provenance withPreprocessing(Preprocessing replacement) {
    return new Provenance(model, sha256, replacement, layers, accuracy);
  }

  /** The same with measured accuracy. */
  public Provenance withAccuracy(Accuracy measured) {
    return new Provenance(model, sha256, preprocessing, layers, measured);
  }
}
