package lowrank.curves;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lowrank.data.Samples;
import lowrank.execute.FloatExecutor;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.pipeline.Dataset;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;

/** Signal-to-noise ratios of outputs that are no classes. */
final class Signal {
  private Signal() {}

  /** In dB: the compressed network's float outputs, then its integers', against the original's. */
  static double[] of(Network original, ImportedModel compressed, Path samples) {
    Dataset data = Dataset.of(original, Samples.read(samples));
    float[][] wanted = outputs(original, data);
    float[][] real = outputs(compressed.network(), data);
    FixedNetwork fixed =
        FixedNetworkBuilder.build(
            compressed.network(), compressed.quantization().orElseThrow());
    QuantizedType in = fixed.inputType().type();
    QuantizedType out = fixed.outputType().type();
    List<int[]> integers =
        new FixedPointInterpreter(fixed).runAll(data.count(), i -> data.integers(i, in));
    float[][] rounded = new float[data.count()][];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = new float[integers.get(i).length];
      for (int j = 0; j < rounded[i].length; j++) {
        rounded[i][j] = out.dequantize(integers.get(i)[j]);
      }
    }
    return new double[] {decibels(wanted, real), decibels(wanted, rounded)};
  }

  private static float[][] outputs(Network network, Dataset data) {
    float[][] outputs = new float[data.count()][];
    try (FloatExecutor executor = new FloatExecutor(network)) {
      executor.run(
          data.count(),
          data::real,
          (first, count, values) -> {
            float[] all = values.get(network.output());
            int length = all.length / count;
            for (int i = 0; i < count; i++) {
              outputs[first + i] = Arrays.copyOfRange(all, i * length, (i + 1) * length);
            }
          });
    }
    return outputs;
  }

  private static double decibels(float[][] wanted, float[][] given) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < wanted.length; i++) {
      for (int j = 0; j < wanted[i].length; j++) {
        double error = given[i][j] - wanted[i][j];
        signal += (double) wanted[i][j] * wanted[i][j];
        noise += error * error;
      }
    }
    return 10 * StrictMath.log10(signal / noise);
  }
}
