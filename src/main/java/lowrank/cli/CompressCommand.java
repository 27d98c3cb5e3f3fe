package lowrank.cli;

import java.nio.file.Path;
import java.util.Optional;
import lowrank.api.Lowrank;
import lowrank.data.AtomicFile;
import lowrank.network.ImportedModel;
import lowrank.pipeline.Compressed;
import lowrank.pipeline.TargetFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decomposes and quantises a model. */
@Command(
    name = "compress",
    sortOptions = false,
    description = {
      "Decompose a model's layers, choose their ranks, and quantise it.",
      "Writes a standard quantised ONNX model (QDQ) that `generate` and other tools read."
    })
final class CompressCommand implements Runnable {
  @Mixin private Console console;
  @Mixin private CompressionOptions compression;
  @Mixin private PreprocessingOptions preprocessing;

  @Parameters(paramLabel = "MODEL", description = "ONNX or TFLite model.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT.onnx",
      description = "File to write; an existing one is replaced.")
  private Path output;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "Choose ranks for a target of `lowrank targets`, or a .yaml descriptor.")
  private String target;

  @Mixin private FormatOption format;

  @Override
  public void run() {
    AtomicFile.check(output);
    ImportedModel imported = Models.read(model, preprocessing);
    Compressed compressed;
    try (SearchBar bar = SearchBar.on(console)) {
      compressed =
          Lowrank.compress(
              imported,
              compression.options(
                  imported.network(),
                  Optional.ofNullable(target).map(TargetFile::load).map(TargetFile::target),
                  output,
                  bar));
    }
    AtomicFile.write(output, compressed.seam(output.getFileName().toString()).content());
    format.print(
        console,
        CompressionSummary.of(compressed, output),
        out -> {
          CompressionSummary.print(compressed, out);
          out.printf("written to %s%n", output);
        });
  }
}
