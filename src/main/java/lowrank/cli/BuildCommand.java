package lowrank.cli;

import java.nio.file.Path;
import java.util.Optional;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.pipeline.Compressed;
import lowrank.pipeline.Compressor;
import lowrank.pipeline.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compresses and generates. */
@Command(
    name = "build",
    sortOptions = false,
    description = {
      "Compress and generate in one: from a model to a firmware folder.",
      "The folder holds C, a Java reference, the quantised model and report.json. A quantised model"
          + " without --calibration is generated as it is."
    })
final class BuildCommand implements Runnable {
  @Mixin private Console console;
  @Mixin private CompressionOptions compression;
  @Mixin private PreprocessingOptions preprocessing;
  @Mixin private GenerationOptions generation;

  @Parameters(paramLabel = "MODEL", description = "ONNX or TFLite model.")
  private Path model;

  @Override
  public void run() {
    generation.check();
    ImportedModel imported = Models.read(model, preprocessing);
    Path written;
    if (imported.quantization().isPresent() && !compression.calibrated()) {
      compression.refuseWithoutCalibration(CompressionOptions.class);
      compression.refuseWithoutCalibration(PreprocessingOptions.class);
      written = generation.write(imported, ModelFile.read(model));
    } else {
      written = compress(imported.network());
    }
    console.out().printf("written to %s%n", written);
  }

  private Path compress(Network network) {
    Compressed compressed;
    try (SearchBar bar = SearchBar.on(console)) {
      compressed =
          Compressor.compress(
              network,
              compression.calibration(network),
              compression.holdout(network),
              compression.settings(Optional.of(generation.target()), generation.output()),
              bar);
    }
    CompressionSummary.print(compressed, console.out());
    ModelFile seam = compressed.seam(network.name() + ".onnx");
    return generation.write(ModelImporter.read(seam.name(), seam.content()), seam);
  }
}
