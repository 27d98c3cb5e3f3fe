package lowrank.cli;

import java.nio.file.Path;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;

/** Reads the model named on the command line together with its preprocessing. */
final class Models {
  private Models() {}

  /** The imported model; options for preprocessing replace what the file carries. */
  static ImportedModel read(Path file, PreprocessingOptions options) {
    return preprocessed(ModelImporter.read(file), options);
  }

  /** The same model; options for preprocessing replace what it carries. */
  static ImportedModel preprocessed(ImportedModel imported, PreprocessingOptions options) {
    Network network = imported.network();
    return options
        .parse(network.inputShape())
        .map(
            preprocessing ->
                new ImportedModel(
                    network.withProvenance(network.provenance().withPreprocessing(preprocessing)),
                    imported.quantization()))
        .orElse(imported);
  }
}
