package lowrank.doctor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.Network;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;

/** Compares every layer of an integer network with the float network. */
final class SignalMeter {
  private final FixedNetwork fixed;
  private final FixedPointInterpreter interpreter;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  private SignalMeter(FixedNetwork fixed) {
    this.fixed = fixed;
    this.interpreter = new FixedPointInterpreter(fixed);
    fixed.layers().forEach(layer -> tallies.put(layer.name(), new Tally(layer)));
  }

  /**
   * Signal of every layer by name, in network order.
   *
   * @param run executes {@code network}, the float form of {@code fixed}
   */
  static Map<String, LayerSignal> measure(Network network, FixedNetwork fixed, FloatRun run) {
    SignalMeter meter = new SignalMeter(fixed);
    run.execute(network, meter::see);
    Map<String, LayerSignal> signals = new LinkedHashMap<>();
    meter.tallies.forEach((layer, tally) -> signals.put(layer, tally.signal()));
    return signals;
  }

  private void see(int samples, Map<String, float[]> values) {
    float[] input = values.get(fixed.input());
    List<List<int[]>> outputs =
        IntStream.range(0, samples)
            .parallel()
            .mapToObj(sample -> interpreter.trace(quantised(input, sample)).outputs())
            .toList();
    for (int sample = 0; sample < samples; sample++) {
      for (int i = 0; i < fixed.layers().size(); i++) {
        String layer = fixed.layers().get(i).name();
        tallies.get(layer).add(values.get(layer), outputs.get(sample).get(i), sample);
      }
    }
  }

  private int[] quantised(float[] inputs, int sample) {
    QuantizedType type = fixed.inputType().type();
    int length = fixed.inputType().shape().elements();
    return IntStream.range(sample * length, (sample + 1) * length)
        .map(i -> type.quantize(inputs[i]))
        .toArray();
  }

  /** Sums over one layer's output. */
  private static final class Tally {
    private final QuantizedType type;
    private final double lowest;
    private final double highest;
    private final float[] minimum;
    private final float[] maximum;
    private final Ratio ratio = new Ratio();
    private long elements;
    private long saturated;

    Tally(FixedLayer layer) {
      type = layer.kernel().output().type();
      double half = type.scale() / 2.0;
      lowest = type.dequantize(type.element().minimum()) - half;
      highest = type.dequantize(type.element().maximum()) + half;
      int channels = layer.kernel().output().shape().channels();
      minimum = new float[channels];
      maximum = new float[channels];
      Arrays.fill(minimum, Float.POSITIVE_INFINITY);
      Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
    }

    void add(float[] wanted, int[] integers, int sample) {
      for (int i = 0; i < integers.length; i++) {
        float value = wanted[sample * integers.length + i];
        int channel = i % minimum.length;
        ratio.add(value, type.dequantize(integers[i]));
        saturated += value < lowest || value > highest ? 1 : 0;
        minimum[channel] = Math.min(minimum[channel], value);
        maximum[channel] = Math.max(maximum[channel], value);
      }
      elements += integers.length;
    }

    LayerSignal signal() {
      int silent = 0;
      for (int channel = 0; channel < minimum.length; channel++) {
        silent += minimum[channel] == maximum[channel] ? 1 : 0;
      }
      return new LayerSignal(ratio.decibels(), (double) saturated / elements, silent);
    }
  }
}
