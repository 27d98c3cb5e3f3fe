package lowrank.cli;

import java.nio.file.Path;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.pipeline.MeasuredImage;
import lowrank.pipeline.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the sources of a quantised model. */
@Command(
    name = "generate",
    sortOptions = false,
    description = {
      "Write the firmware folder of a quantised model.",
      "The model is one that `compress` wrote, or any int8 QDQ ONNX or int8 TFLite model. The folder"
          + " holds C, a Java reference, the model and report.json."
    })
final class GenerateCommand implements Runnable {
  @Mixin private Console console;
  @Mixin private GenerationOptions generation;
  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "MODEL", description = "Quantised ONNX or TFLite model.")
  private Path model;

  @Mixin private FormatOption format;

  @Override
  public void run() {
    generation.check();
    ModelFile file = ModelFile.read(model);
    ImportedModel imported = ModelImporter.read(model.toString(), file.content());
    if (imported.quantization().isEmpty()) {
      throw new CompileException(Fault.NOT_QUANTIZED, model);
    }
    MeasuredImage image =
        generation.write(imported, file, config.ofQuantised(file), Optional.empty());
    format.print(
        console,
        CompressionSummary.of(null, generation.output()).with(image),
        out -> generation.print(image, out));
  }
}
