package lowrank.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import lowrank.network.Quantization;
import lowrank.operator.WeightedOperator;
import lowrank.patch.PatchNeeds;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/**
 * Takes out of the integers what rounding did to the responses of convolutions and dense layers; it
 * costs nothing on the target. Layer by layer in order, on the input that the already corrected
 * integer layers before it give: weights by {@link WeightRounding}, towards the responses that the
 * float network has at that place; then biases, so that the mean sum of every channel is the float
 * layer's on its float input (Nagel et al. 2019, "Data-Free Quantization Through Weight
 * Equalization and Bias Correction", section 4.2, with measured means in place of assumed ones).
 */
public final class ResponseCorrector {
  /** Samples that are looked at however large their values are. */
  private static final int FEWEST_SAMPLES = 128;

  /** Samples that are looked at where values are small enough; more take longer in proportion. */
  private static final int ENOUGH_SAMPLES = 256;

  /**
   * Elements of samples' values beyond which no more samples are looked at; of them only those that
   * layers are still to read are in memory at once.
   */
  private static final long MOST_ELEMENTS = 1L << 28;

  private final Network network;
  private final FixedNetwork fixed;
  private final boolean weights;
  private final Map<String, TapMeans> real = new HashMap<>();
  private final Map<String, WantedResponses> wanted = new HashMap<>();
  private final Map<String, int[][]> values = new HashMap<>();

  private ResponseCorrector(Network network, Quantization quantization, boolean weights) {
    this.weights = weights;
    this.network = network;
    this.fixed = FixedNetworkBuilder.build(network, quantization);
  }

  /**
   * How many samples, evenly over the calibration data, are worth looking at: {@value
   * #ENOUGH_SAMPLES}, or as many as show each layer enough patches for its weights, as far as
   * memory goes, but at least {@value #FEWEST_SAMPLES}.
   */
  public static int samples(Network network) {
    long elements = network.shapes().values().stream().mapToLong(Shape::elements).sum();
    long room = MOST_ELEMENTS / elements;
    int enough = Math.max(ENOUGH_SAMPLES, PatchNeeds.inputs(network));
    return (int) Math.max(FEWEST_SAMPLES, Math.min(room, enough));
  }

  /**
   * The same scales with corrected integers.
   *
   * @param quantization with weights and biases rounded to nearest
   * @param run executes {@code network} on {@link #samples} of the calibration data, all of which
   *     are kept in memory; asked once, and not for {@link Correction#NONE}
   * @throws lowrank.diagnostic.CompileException as {@link FixedNetworkBuilder#build}
   */
  public static Quantization correct(
      Network network, Quantization quantization, CalibrationRun run, Correction correction) {
    if (correction == Correction.NONE) {
      return quantization;
    }
    boolean weights = correction == Correction.WEIGHTS;
    return new ResponseCorrector(network, quantization, weights).correct(quantization, run);
  }

  private Quantization correct(Quantization quantization, CalibrationRun run) {
    observe(run);
    Map<String, QuantizedWeights> corrected = new LinkedHashMap<>(quantization.weights());
    for (int i = 0; i < fixed.layers().size(); i++) {
      FixedLayer layer = fixed.layers().get(i);
      Kernel kernel = layer.kernel();
      if (kernel instanceof ConvolutionKernel convolution) {
        WeightedOperator operator = (WeightedOperator) network.layers().get(i).operator();
        QuantizedWeights integers =
            correct(operator, layer, convolution, quantization.weights().get(layer.name()));
        corrected.put(layer.name(), integers);
        kernel = operator.toKernel(kernel.inputs(), kernel.output(), Optional.of(integers));
      }
      execute(layer, kernel);
      forget(i);
    }
    return new Quantization(quantization.activations(), corrected);
  }

  private QuantizedWeights correct(
      WeightedOperator operator,
      FixedLayer layer,
      ConvolutionKernel kernel,
      QuantizedWeights nearest) {
    String value = layer.inputs().get(0);
    List<float[]> inputs = dequantised(value, kernel.input().type());
    Shape shape = fixed.types().get(value).shape();
    QuantizedWeights rounded =
        weights
            ? new WeightRounding(operator, kernel, shape).round(nearest, inputs, wanted(layer))
            : nearest;
    IntTensor bias = bias(operator, layer, kernel, rounded, inputs);
    return new QuantizedWeights(rounded.weights(), rounded.scales(), Optional.of(bias));
  }

  private List<float[]> wanted(FixedLayer layer) {
    WantedResponses responses = wanted.get(layer.name());
    Optional<List<float[]>> other =
        responses.other().map(value -> dequantised(value, fixed.types().get(value).type()));
    return IntStream.range(0, values.get(network.input()).length)
        .mapToObj(sample -> responses.of(sample, other.map(samples -> samples.get(sample))))
        .toList();
  }

  private List<float[]> dequantised(String value, QuantizedType type) {
    List<float[]> reals = new ArrayList<>();
    for (int[] integers : values.get(value)) {
      float[] sample = new float[integers.length];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = type.dequantize(integers[i]);
      }
      reals.add(sample);
    }
    return reals;
  }

  /** Collects the mean input of every convolution in float, and the network's inputs. */
  private void observe(CalibrationRun run) {
    for (FixedLayer layer : fixed.layers()) {
      if (layer.kernel() instanceof ConvolutionKernel kernel) {
        real.put(layer.name(), new TapMeans(kernel));
        if (weights) {
          wanted.put(layer.name(), responses(layer));
        }
      }
    }
    Map<String, Integer> seen = new HashMap<>();
    List<int[]> inputs = new ArrayList<>();
    Map<String, TensorType> types = fixed.types();
    run.execute(
        (value, elements) -> {
          int size = types.get(value).shape().elements();
          int first = seen.getOrDefault(value, 0);
          int count = elements.length / size;
          seen.put(value, first + count);
          for (int sample = 0; sample < count; sample++) {
            observe(value, first + sample, elements, sample);
            if (value.equals(network.input())) {
              inputs.add(quantised(elements, sample * size));
            }
          }
        });
    values.put(network.input(), inputs.toArray(int[][]::new));
  }

  /** Sees a value of sample {@code sample}, the {@code index}-th of a batch. */
  private void observe(String value, int sample, float[] batch, int index) {
    int start = index * fixed.types().get(value).shape().elements();
    for (FixedLayer layer : fixed.layers()) {
      boolean reads = layer.inputs().get(0).equals(value);
      if (reads && real.containsKey(layer.name())) {
        real.get(layer.name()).add(batch, start);
      }
      WantedResponses responses = wanted.get(layer.name());
      if (responses != null && reads) {
        responses.addInput(sample, batch, index);
      }
      if (responses != null && responses.other().filter(value::equals).isPresent()) {
        responses.addOther(sample, batch, index);
      }
    }
  }

  private WantedResponses responses(FixedLayer layer) {
    int position = NetworkSegment.position(network, layer.name()).orElseThrow();
    Shape input = fixed.types().get(layer.inputs().get(0)).shape();
    return new WantedResponses(network.layers().get(position), network, input);
  }

  private int[] quantised(float[] elements, int start) {
    QuantizedType type = fixed.inputType().type();
    return IntStream.range(start, start + fixed.inputType().shape().elements())
        .map(i -> type.quantize(elements[i]))
        .toArray();
  }

  private IntTensor bias(
      WeightedOperator operator,
      FixedLayer layer,
      ConvolutionKernel kernel,
      QuantizedWeights quantized,
      List<float[]> inputs) {
    TapMeans integer = new TapMeans(kernel);
    inputs.forEach(input -> integer.add(input, 0));
    int perChannel = kernel.multipliesPerOutput();
    int[] bias = new int[operator.outputChannels()];
    for (int channel = 0; channel < bias.length; channel++) {
      double[] floats = new double[perChannel];
      double[] integers = new double[perChannel];
      for (int i = 0; i < perChannel; i++) {
        int index = channel * perChannel + i;
        floats[i] = operator.weights().at(index);
        integers[i] = (double) quantized.scale(channel) * quantized.weights().at(index);
      }
      double wanted =
          real.get(layer.name()).weightedMean(channel, floats)
              + operator.bias().at(channel)
              - integer.weightedMean(channel, integers);
      double scale = (double) kernel.input().type().scale() * quantized.scale(channel);
      bias[channel] = ElementType.INT32.saturate(Math.round(wanted / scale));
    }
    return IntTensor.vector(ElementType.INT32, bias);
  }

  private void execute(FixedLayer layer, Kernel kernel) {
    int samples = values.get(network.input()).length;
    Kernel.Runner runner = kernel.runner();
    int[][] outputs = new int[samples][kernel.output().shape().elements()];
    IntStream.range(0, samples)
        .parallel()
        .forEach(
            sample ->
                runner.run(
                    layer.inputs().stream()
                        .map(value -> values.get(value)[sample])
                        .toArray(int[][]::new),
                    outputs[sample]));
    values.put(layer.name(), outputs);
  }

  private void forget(int index) {
    Set<String> needed = new HashSet<>(List.of(network.input()));
    for (int i = index + 1; i < fixed.layers().size(); i++) {
      needed.addAll(fixed.layers().get(i).inputs());
    }
    values.keySet().retainAll(needed);
  }
}
