package lowrank.pipeline;

import java.util.Map;
import java.util.function.IntFunction;
import lowrank.data.Labels;
import lowrank.execute.FloatExecutor;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.Network;
import lowrank.pipeline.search.OutputLoss;
import lowrank.program.FixedNetwork;
import lowrank.provenance.CalibrationScore;

/**
 * How good changed networks are on a dataset, in percent: top-1 accuracy where there are labels,
 * else the share of decisions that are the original network's; for networks whose outputs are no
 * classes, how much of the variance of the original's outputs is reproduced.
 */
final class Score {
  private final Dataset data;
  private final String measure;
  private final Labels labels;
  private final OutputLoss loss;

  private Score(Dataset data, String measure, Labels labels, OutputLoss loss) {
    this.data = data;
    this.measure = measure;
    this.labels = labels;
    this.loss = loss;
  }

  /** Against the labels, or against what the original network gives. */
  static Score of(Network original, Dataset data) {
    if (!OutputLoss.classifies(original)) {
      OutputLoss loss = new OutputLoss(original, outputs(original, data));
      return new Score(data, CalibrationScore.VARIANCE, null, loss);
    }
    return data.labels()
        .map(labels -> new Score(data, CalibrationScore.ACCURACY, labels, null))
        .orElseGet(
            () ->
                new Score(
                    data,
                    CalibrationScore.AGREEMENT,
                    Labels.of(Decisions.of(original, data)),
                    null));
  }

  /** What is measured: a constant of {@link CalibrationScore}. */
  String measure() {
    return measure;
  }

  /** Score of a network in float. */
  double of(Network network) {
    return loss == null
        ? Decisions.accuracy(Decisions.of(network, data), labels)
        : explained(outputs(network, data));
  }

  /** Score of an integer network. */
  double of(FixedNetwork network) {
    return loss == null
        ? Decisions.accuracy(Decisions.of(network, data), labels)
        : explained(outputs(network, data));
  }

  private double explained(float[] outputs) {
    return 100 * (1 - loss.of(outputs));
  }

  private static float[] outputs(Network network, Dataset data) {
    int length = network.shapes().get(network.output()).elements();
    float[] outputs = new float[Math.multiplyExact(data.count(), length)];
    IntFunction<float[]> inputs = data::real;
    try (FloatExecutor executor = new FloatExecutor(network)) {
      executor.run(
          data.count(),
          inputs,
          (first, count, values) -> {
            Map.Entry<String, float[]> output = values.entrySet().iterator().next();
            System.arraycopy(output.getValue(), 0, outputs, first * length, count * length);
          });
    }
    return outputs;
  }

  private static float[] outputs(FixedNetwork network, Dataset data) {
    QuantizedType input = network.inputType().type();
    return new FixedPointInterpreter(network)
        .runAllReal(data.count(), sample -> data.integers(sample, input));
  }
}
