package lowrank.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lowrank.data.AtomicFile;
import lowrank.data.NpyWriter;
import lowrank.data.Samples;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.pipeline.Dataset;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a quantised model in the interpreter. */
@Command(
    name = "run",
    sortOptions = false,
    description = {
      "Run a quantised model in the fixed-point interpreter.",
      "int8 samples are the model's own input and give int8 outputs. Samples of other types, and all"
          + " samples of a model with preprocessing, are real values: they are preprocessed and"
          + " quantised, and the outputs are dequantised to float32."
    })
final class RunCommand implements Runnable {
  @Mixin private Console console;
  @Mixin private PreprocessingOptions preprocessing;

  @Parameters(paramLabel = "MODEL", description = "Quantised ONNX or TFLite model.")
  private Path model;

  @Option(names = "--inputs", required = true, paramLabel = "X.npy", description = "Samples.")
  private Path inputs;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "Y.npy",
      description = "File to write, the outputs of all samples; an existing one is replaced.")
  private Path output;

  @Override
  public void run() {
    AtomicFile.check(output);
    ImportedModel imported = Models.read(model, preprocessing);
    FixedNetwork network =
        FixedNetworkBuilder.build(
            imported.network(),
            imported
                .quantization()
                .orElseThrow(() -> new CompileException(Fault.NOT_QUANTIZED, model)));
    Samples samples = Samples.read(inputs);
    Dataset data = Dataset.ofQuantized(imported.network(), samples);
    QuantizedType type = network.inputType().type();
    List<int[]> outputs =
        new FixedPointInterpreter(network).runAll(data.count(), i -> data.integers(i, type));
    write(network, outputs, data.holdsIntegers());
    console
        .out()
        .printf(
            Locale.ROOT,
            "%,d outputs of shape %s written to %s%n",
            outputs.size(),
            network.outputType().shape(),
            output);
  }

  private void write(FixedNetwork network, List<int[]> outputs, boolean integers) {
    int elements = network.outputType().shape().elements();
    QuantizedType type = network.outputType().type();
    byte[] bytes = new byte[outputs.size() * elements];
    float[] reals = new float[bytes.length];
    for (int sample = 0; sample < outputs.size(); sample++) {
      for (int i = 0; i < elements; i++) {
        bytes[sample * elements + i] = (byte) outputs.get(sample)[i];
        reals[sample * elements + i] = type.dequantize(outputs.get(sample)[i]);
      }
    }
    int[] shape = new int[network.outputType().shape().rank() + 1];
    shape[0] = outputs.size();
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = network.outputType().shape().dimension(axis - 1);
    }
    if (integers) {
      NpyWriter.write(output, bytes, shape);
    } else {
      NpyWriter.write(output, reals, shape);
    }
  }
}
