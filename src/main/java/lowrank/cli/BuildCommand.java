package lowrank.cli;

import java.nio.file.Path;
import java.util.Optional;
import lowrank.api.Lowrank;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.pipeline.Compressed;
import lowrank.pipeline.MeasuredImage;
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
  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "MODEL", description = "ONNX or TFLite model.")
  private Path model;

  @Mixin private FormatOption format;

  /** What was compressed; null if the model was quantised already. */
  private Compressed summary;

  @Override
  public void run() {
    generation.check();
    ImportedModel imported = Models.read(model, preprocessing);
    MeasuredImage image = write(imported);
    format.print(
        console,
        CompressionSummary.of(summary, generation.output()).with(image),
        out -> {
          if (summary != null) {
            CompressionSummary.print(summary, out);
          }
          generation.print(image, out);
        });
  }

  private MeasuredImage write(ImportedModel imported) {
    if (imported.quantization().isEmpty() || compression.calibrated()) {
      return compress(imported);
    }
    compression.refuseWithoutCalibration(CompressionOptions.class);
    compression.refuseWithoutCalibration(PreprocessingOptions.class);
    ModelFile file = ModelFile.read(model);
    return generation.write(imported, file, config.ofQuantised(file), Optional.empty());
  }

  private MeasuredImage compress(ImportedModel imported) {
    Compressed compressed;
    try (SearchBar bar = SearchBar.on(console)) {
      compressed =
          Lowrank.compress(
              imported,
              compression.options(
                  imported.network(), Optional.of(generation.target()), generation.output(), bar));
    }
    summary = compressed;
    ModelFile seam = compressed.seam(imported.network().name() + ".onnx");
    ImportedModel quantised = ModelImporter.read(seam.name(), seam.content());
    return generation.write(quantised, seam, config.effective(), compressed.search());
  }
}
