package lowrank.interpret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;

/** Executes a network kernel by kernel; one instance serves any number of threads. */
public final class FixedPointInterpreter {
  private final FixedNetwork network;
  private final List<Kernel.Runner> runners;
  private final int outputIndex;

  /** Unpacks the network's constants. */
  public FixedPointInterpreter(FixedNetwork network) {
    this.network = network;
    this.runners = network.layers().stream().map(layer -> layer.kernel().runner()).toList();
    this.outputIndex =
        IntStream.range(0, network.layers().size())
            .filter(i -> network.layers().get(i).name().equals(network.output()))
            .findFirst()
            .orElseThrow();
  }

  /**
   * Runs one inference and keeps every layer's output.
   *
   * @param input integers of the input's type, NHWC
   */
  public Trace trace(int[] input) {
    Map<String, int[]> values = new HashMap<>();
    values.put(network.input(), input);
    List<int[]> outputs = new ArrayList<>();
    List<Long> multiplies = new ArrayList<>();
    for (int i = 0; i < runners.size(); i++) {
      FixedLayer layer = network.layers().get(i);
      int[][] inputs = layer.inputs().stream().map(values::get).toArray(int[][]::new);
      int[] output = new int[layer.kernel().output().shape().elements()];
      multiplies.add(runners.get(i).run(inputs, output));
      outputs.add(output);
      values.put(layer.name(), output);
    }
    return new Trace(outputs, multiplies);
  }

  /** Runs one inference and returns the network's output. */
  public int[] run(int[] input) {
    return trace(input).outputs().get(outputIndex);
  }

  /** The outputs of {@link #runAll} as real numbers, one after the other. */
  public float[] runAllReal(int count, IntFunction<int[]> inputs) {
    TensorType type = network.outputType();
    int length = type.shape().elements();
    List<int[]> integers = runAll(count, inputs);
    float[] outputs = new float[Math.multiplyExact(count, length)];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = type.type().dequantize(integers.get(i / length)[i % length]);
    }
    return outputs;
  }

  /** Runs {@code count} inferences on all processors; results are in the inputs' order. */
  public List<int[]> runAll(int count, IntFunction<int[]> inputs) {
    return IntStream.range(0, count).parallel().mapToObj(i -> run(inputs.apply(i))).toList();
  }
}
