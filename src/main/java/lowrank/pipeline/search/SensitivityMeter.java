package lowrank.pipeline.search;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lowrank.decompose.Decomposer;
import lowrank.execute.FloatExecutor;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import lowrank.network.RankPlan;
import lowrank.program.FixedNetwork;

/**
 * Loss of the network's output with one layer replaced. Keeps the activations at the last place
 * before the layer where a single value is alive, so that only the rest is run; layers are best
 * asked for in network order.
 */
final class SensitivityMeter {
  private final Network network;
  private final Decomposer decomposer;
  private final int count;
  private final OutputLoss loss;
  private final float[] inputs;
  private int place = NetworkSegment.INPUT;
  private float[] activations;

  /** Runs the original network once. */
  SensitivityMeter(Network network, Decomposer decomposer, Inputs inputs) {
    this.network = network;
    this.decomposer = decomposer;
    this.count = inputs.count();
    this.inputs = flat(network, inputs);
    this.activations = this.inputs;
    this.loss = new OutputLoss(network, run(network, activations));
  }

  private static float[] flat(Network network, Inputs inputs) {
    int length = network.inputShape().elements();
    float[] flat = new float[Math.multiplyExact(inputs.count(), length)];
    for (int i = 0; i < inputs.count(); i++) {
      System.arraycopy(inputs.input().apply(i), 0, flat, i * length, length);
    }
    return flat;
  }

  /** Number of inputs on which losses are measured. */
  int inputs() {
    return count;
  }

  /** The loss of another network with the same inputs. Several threads may ask at a time. */
  double measure(Network changed) {
    return loss.of(outputs(changed));
  }

  /** The loss of a network that gave these outputs, against others with the same inputs. */
  double loss(float[] outputs, float[] others) {
    return new OutputLoss(network, others).of(outputs);
  }

  /** Outputs of another network with the same inputs. */
  float[] outputs(Network changed) {
    return run(changed, inputs);
  }

  /**
   * Outputs of an integer network with the same inputs. A softmax at its end is computed in float:
   * its int8 outputs cannot tell small probabilities apart.
   */
  float[] outputs(FixedNetwork changed) {
    int length = network.inputShape().elements();
    FixedNetwork logits = changed.withoutSoftmax();
    QuantizedType input = logits.inputType().type();
    float[] outputs =
        new FixedPointInterpreter(logits)
            .runAllReal(
                count,
                sample ->
                    IntStream.range(sample * length, (sample + 1) * length)
                        .map(i -> input.quantize(inputs[i]))
                        .toArray());
    if (!logits.output().equals(changed.output())) {
      int width = outputs.length / count;
      for (int start = 0; start < outputs.length; start += width) {
        float[] values = Arrays.copyOfRange(outputs, start, start + width);
        System.arraycopy(probabilities(values), 0, outputs, start, width);
      }
    }
    return outputs;
  }

  private static float[] probabilities(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] powers = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = StrictMath.exp(logits[i] - largest);
      sum += powers[i];
    }
    float[] probabilities = new float[powers.length];
    for (int i = 0; i < powers.length; i++) {
      probabilities[i] = (float) (powers[i] / sum);
    }
    return probabilities;
  }

  /**
   * The losses with one layer replaced in several ways, as many at a time as there are processors.
   *
   * @throws IllegalArgumentException if the layer is before one that was asked for earlier
   */
  List<Double> measure(String layer, List<RankPlan.Choice> choices) {
    advance(NetworkSegment.cutBefore(network, layer));
    Network rest = NetworkSegment.behind(network, place);
    return choices.parallelStream()
        .map(choice -> decomposer.apply(rest, RankPlan.EMPTY.with(layer, choice)))
        .map(changed -> loss.of(run(changed, activations)))
        .toList();
  }

  private void advance(int next) {
    if (next < place) {
      throw new IllegalArgumentException("layers are not in network order");
    }
    if (next > place) {
      activations = run(NetworkSegment.of(network, place, next), activations);
      place = next;
    }
  }

  private float[] run(Network network, float[] values) {
    int length = network.inputShape().elements();
    float[] outputs = new float[count * network.shapes().get(network.output()).elements()];
    try (FloatExecutor executor = FloatExecutor.sequential(network)) {
      executor.run(
          count,
          i -> Arrays.copyOfRange(values, i * length, (i + 1) * length),
          (first, size, batch) -> {
            Map.Entry<String, float[]> output = batch.entrySet().iterator().next();
            float[] part = output.getValue();
            System.arraycopy(part, 0, outputs, first * (part.length / size), part.length);
          });
    }
    return outputs;
  }
}
