package lowrank.pipeline;

import java.util.List;
import java.util.Map;
import lowrank.data.Labels;
import lowrank.execute.FloatExecutor;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.Network;
import lowrank.program.FixedNetwork;

/** The class that a network decides for: its largest output, the first of equals. */
public final class Decisions {
  private Decisions() {}

  /** Decisions of the float network on every sample. */
  public static int[] of(Network network, Dataset data) {
    int[] decisions = new int[data.count()];
    try (FloatExecutor executor = new FloatExecutor(network)) {
      executor.run(
          data.count(),
          data::real,
          (first, count, values) -> {
            Map.Entry<String, float[]> output = values.entrySet().iterator().next();
            int classes = output.getValue().length / count;
            for (int i = 0; i < count; i++) {
              decisions[first + i] = largest(output.getValue(), i * classes, classes);
            }
          });
    }
    return decisions;
  }

  /** Decisions of the integer network on every sample, computed on all processors. */
  public static int[] of(FixedNetwork network, Dataset data) {
    FixedPointInterpreter interpreter = new FixedPointInterpreter(network);
    QuantizedType type = network.inputType().type();
    List<int[]> outputs = interpreter.runAll(data.count(), i -> data.integers(i, type));
    return outputs.stream().mapToInt(Decisions::largest).toArray();
  }

  /** Share of decisions that equal the labels, in percent. */
  public static double accuracy(int[] decisions, Labels labels) {
    int right = 0;
    for (int i = 0; i < decisions.length; i++) {
      right += decisions[i] == labels.at(i) ? 1 : 0;
    }
    return 100.0 * right / decisions.length;
  }

  private static int largest(float[] values, int start, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[start + i] > values[start + best]) {
        best = i;
      }
    }
    return best;
  }

  private static int largest(int[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
