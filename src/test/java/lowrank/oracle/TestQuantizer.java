package lowrank.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.TensorType;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Concatenation;
import lowrank.operator.Operator.OutputType;
import lowrank.operator.Pool2d;
import lowrank.operator.WeightedOperator;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * The plainest quantisation there is, for tests of what comes behind it: the range of every value
 * on random inputs in [-1, 1], weights by their largest magnitude per output channel, biases left
 * to be derived.
 */
public final class TestQuantizer {
  private static final int CALIBRATION_SAMPLES = 8;

  private TestQuantizer() {}

  /** Whether the integer kernels have every operator of a network. */
  public static boolean supports(Network network) {
    return network.layers().stream()
        .map(Layer::operator)
        .noneMatch(
            operator ->
                operator instanceof Pool2d pool
                    && pool.window().dilationHeight() + pool.window().dilationWidth() > 2);
  }

  /** Types and integer weights for a whole network. */
  public static Quantization quantize(Network network) {
    Map<String, double[]> ranges = ranges(network);
    network.layers().stream()
        .filter(layer -> layer.operator() instanceof Concatenation)
        .forEach(layer -> unite(layer.inputs(), ranges));
    Map<String, QuantizedType> types = new LinkedHashMap<>();
    Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
    types.put(network.input(), type(ranges.get(network.input())));
    for (Layer layer : network.layers()) {
      types.put(layer.name(), outputType(layer, types, ranges));
      if (layer.operator() instanceof WeightedOperator weighted) {
        weights.put(layer.name(), weights(weighted));
      }
    }
    return new Quantization(types, weights);
  }

  /** Gives values that are joined one range, because they must have one type. */
  private static void unite(List<String> values, Map<String, double[]> ranges) {
    double[] united = new double[2];
    for (String value : values) {
      united[0] = Math.min(united[0], ranges.get(value)[0]);
      united[1] = Math.max(united[1], ranges.get(value)[1]);
    }
    values.forEach(value -> ranges.put(value, united));
  }

  private static QuantizedType outputType(
      Layer layer, Map<String, QuantizedType> types, Map<String, double[]> ranges) {
    OutputType kind = layer.operator().outputType();
    return switch (kind) {
      case FIXED -> layer.operator().fixedOutputType();
      case CALIBRATED -> type(ranges.get(layer.name()));
      case SAME_AS_INPUT -> types.get(layer.inputs().get(0));
    };
  }

  private static Map<String, double[]> ranges(Network network) {
    Map<String, double[]> ranges = new LinkedHashMap<>();
    Random random = new Random(11);
    for (int sample = 0; sample < CALIBRATION_SAMPLES; sample++) {
      float[] input = new float[network.inputShape().elements()];
      for (int i = 0; i < input.length; i++) {
        input[i] = random.nextFloat() * 2 - 1;
      }
      FloatOracle.run(network, input)
          .forEach(
              (name, activation) -> {
                double[] range = ranges.computeIfAbsent(name, n -> new double[2]);
                for (double value : activation.values()) {
                  range[0] = Math.min(range[0], value);
                  range[1] = Math.max(range[1], value);
                }
              });
    }
    return ranges;
  }

  private static QuantizedType type(double[] range) {
    float scale = (float) Math.max((range[1] - range[0]) / 255, 1e-6);
    int zeroPoint = (int) Math.round(-128 - range[0] / scale);
    return QuantizedType.int8(scale, Math.max(-128, Math.min(127, zeroPoint)));
  }

  private static QuantizedWeights weights(WeightedOperator operator) {
    int outputs = operator.outputChannels();
    int perOutput = operator.weights().size() / outputs;
    float[] scales = new float[outputs];
    int[] integers = new int[operator.weights().size()];
    for (int output = 0; output < outputs; output++) {
      float largest = 1e-6f;
      for (int i = 0; i < perOutput; i++) {
        largest = Math.max(largest, Math.abs(operator.weights().at(output * perOutput + i)));
      }
      scales[output] = largest / 127;
      for (int i = output * perOutput; i < (output + 1) * perOutput; i++) {
        integers[i] = Math.round(operator.weights().at(i) / scales[output]);
      }
    }
    IntTensor weights = new IntTensor(operator.weights().shape(), ElementType.INT8, integers);
    return new QuantizedWeights(weights, Tensor.vector(scales), Optional.empty());
  }

  /** The network's kernels under a quantisation. */
  public static FixedNetwork fixed(Network network, Quantization quantization) {
    Map<String, Shape> shapes = network.shapes();
    List<FixedLayer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      List<TensorType> inputs =
          layer.inputs().stream().map(name -> tensorType(name, shapes, quantization)).toList();
      TensorType output = tensorType(layer.name(), shapes, quantization);
      Optional<QuantizedWeights> weights =
          Optional.ofNullable(quantization.weights().get(layer.name()));
      layers.add(
          new FixedLayer(
              layer.name(),
              layer.operator().toKernel(inputs, output, weights),
              layer.inputs(),
              layer.origin()));
    }
    return new FixedNetwork(
        network.name(),
        network.input(),
        tensorType(network.input(), shapes, quantization),
        layers,
        network.output(),
        network.provenance());
  }

  private static TensorType tensorType(
      String name, Map<String, Shape> shapes, Quantization quantization) {
    return new TensorType(shapes.get(name), quantization.activations().get(name));
  }
}
