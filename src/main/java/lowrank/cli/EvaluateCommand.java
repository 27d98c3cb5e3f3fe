package lowrank.cli;

import java.nio.file.Path;
import java.util.Locale;
import lowrank.data.Samples;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.Decisions;
import lowrank.quantize.FixedNetworkBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the accuracy of a model, in integers if it is quantised. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Measure a model's top-1 accuracy.",
      "The first line is the figure in percent. A quantised model runs in the fixed-point"
          + " interpreter, a float model in ONNX Runtime."
    })
final class EvaluateCommand implements Runnable {
  @Mixin private Console console;
  @Mixin private PreprocessingOptions preprocessing;

  @Parameters(paramLabel = "MODEL", description = "ONNX or TFLite model.")
  private Path model;

  @Option(names = "--inputs", required = true, paramLabel = "X.npy", description = "Samples.")
  private Path inputs;

  @Option(names = "--labels", required = true, paramLabel = "Y.npy", description = "Classes.")
  private Path labels;

  @Option(names = "--float", description = "Run a quantised model with its dequantised weights.")
  private boolean inFloat;

  @Mixin private FormatOption format;

  @Override
  public void run() {
    ImportedModel imported = Models.read(model, preprocessing);
    Network network = imported.network();
    Samples samples = Samples.read(inputs);
    Dataset data = DataOptions.labelled(network, Dataset.ofQuantized(network, samples), labels);
    boolean fixed = imported.quantization().isPresent() && !inFloat;
    if (!fixed && imported.quantization().isPresent() && data.holdsIntegers()) {
      throw new CompileException(
          Fault.DATA_TYPE, inputs, samples.type(), "float32, or leave out --float");
    }
    int[] decisions =
        fixed
            ? Decisions.of(FixedNetworkBuilder.build(network, imported.quantization().get()), data)
            : Decisions.of(network, data);
    double accuracy = Decisions.accuracy(decisions, data.labels().orElseThrow());
    format.print(
        console,
        new Outcome(accuracy, data.count(), fixed),
        out ->
            out.printf(
                Locale.ROOT,
                "%.2f%ntop-1 in percent of %,d samples, %s%n",
                accuracy,
                data.count(),
                fixed ? "in fixed point" : "in float"));
  }

  /**
   * What is printed as JSON.
   *
   * @param accuracy top-1 in percent
   * @param fixed whether it is of the fixed-point interpreter
   */
  record Outcome(double accuracy, int samples, boolean fixed) {}
}
