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
 * @param compression what was measured on calibration data then
 */
public record Provenance(
    String model,
    String sha256,
    Preprocessing preprocessing,
    List<SourceLayer> layers,
    Accuracy accuracy,
    Compression compression) {
  /** Copies the list; files of earlier versions say nothing of the compression. */
  public Provenance {
    layers = List.copyOf(layers);
    compression = compression == null ? Compression.UNMEASURED : compression;
  }

  /** A model just imported: nothing is measured yet. */
  public Provenance(
      String model, String sha256, Preprocessing preprocessing, List<SourceLayer> layers) {
    this(model, sha256, preprocessing, layers, Accuracy.UNMEASURED, Compression.UNMEASURED);
  }

  /** The same with other preprocessing. */
  public Provenance withPreprocessing(Preprocessing replacement) {
    return new Provenance(model, sha256, replacement, layers, accuracy, compression);
  }

  /** The same with measured accuracy. */
  public Provenance withAccuracy(Accuracy measured) {
    return new Provenance(model, sha256, preprocessing, layers, measured, compression);
  }

  /** The same with what was measured on calibration data. */
  public Provenance withCompression(Compression measured) {
    return new Provenance(model, sha256, preprocessing, layers, accuracy, measured);
  }
}
