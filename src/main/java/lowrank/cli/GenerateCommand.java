package lowrank.cli;

import java.nio.file.Path;
import lowrank.importer.ModelImporter;
import lowrank.pipeline.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the sources of a quantised model. */
@Command(
    name = "generate",
    description = {
      "Write C, a Java reference and a report for a quantised model: one that `compress` wrote, or",
      "any int8 QDQ ONNX or int8 TFLite model."
    })
final class GenerateCommand implements Runnable {
  @Mixin private Console console;
  @Mixin private GenerationOptions generation;

  @Parameters(paramLabel = "MODEL", description = "Quantised ONNX or TFLite model.")
  private Path model;

  @Override
  public void run() {
    generation.check();
    ModelFile file = ModelFile.read(model);
    Path written = generation.write(ModelImporter.read(model.toString(), file.content()), file);
    console.out().printf("written to %s%n", written);
  }
}
