package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.importer.pass.Rewrite;
import lowrank.importer.pass.WholeImageMeans;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.network.ImportedModel;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.ActivatedOperator;
import lowrank.operator.Add;
import lowrank.operator.Clamp;
import lowrank.operator.Conv2d;
import lowrank.operator.Mean;
import lowrank.operator.Operator;
import lowrank.operator.Operator.OutputType;
import lowrank.operator.Pool2d;
import lowrank.operator.Sigmoid;
import lowrank.operator.Tanh;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * Turns the quantisation markers of a network into the types of its values. The first marker behind
 * a value gives its type; one that says otherwise becomes a {@link Clamp} without bounds, which
 * requantises. Values without a marker keep their input's type where the operator moves values or
 * clamps.
 */
final class QuantizationResolver {
  private static final float BIAS_SCALE_TOLERANCE = 1e-4f;

  /** Taps of the largest window whose average is read as a convolution. */
  private static final int LARGEST_AVERAGE = 64;

  private final String file;
  private final Network network;
  private final Map<String, LayerWeights> weights;
  private final boolean inferRectifiers;
  private final Rewrite rewrite;
  private final Map<String, Shape> shapes;
  private final Map<String, QuantizedType> types = new LinkedHashMap<>();
  private final Map<String, QuantizedWeights> averages = new LinkedHashMap<>();

  private QuantizationResolver(
      String file, Network network, Map<String, LayerWeights> weights, boolean inferRectifiers) {
    this.file = file;
    this.network = network;
    this.weights = weights;
    this.inferRectifiers = inferRectifiers;
    this.rewrite = new Rewrite(network);
    this.shapes = network.shapes();
  }

  /**
   * The network without markers and its quantisation; a network without markers has none.
   *
   * @param weights of the layers as read, by name
   * @param inferRectifiers whether a lowest integer that stands for 0 may be read as a rectifier:
   *     quantisers drop those that the integer range already implies
   * @throws CompileException if only part of the network is quantised
   */
  static ImportedModel resolve(
      String file, Network network, Map<String, LayerWeights> weights, boolean inferRectifiers) {
    boolean quantized =
        network.layers().stream().anyMatch(l -> l.operator() instanceof QuantizationMarker);
    boolean exact = quantized && !inferRectifiers;
    Network read = exact ? network : new WholeImageMeans().apply(network);
    return quantized
        ? new QuantizationResolver(file, read, weights, inferRectifiers).resolve()
        : new ImportedModel(read, Optional.empty());
  }

  private ImportedModel resolve() {
    giveComputedTypes();
    for (Layer layer : network.layers()) {
      if (layer.operator() instanceof QuantizationMarker marker) {
        resolve(layer, marker);
      } else {
        resolve(layer);
      }
    }
    Network resolved = rewrite.finish();
    Map<String, QuantizedType> ordered = new LinkedHashMap<>();
    ordered.put(resolved.input(), typeOf(resolved.input()));
    Map<String, QuantizedWeights> integers = new LinkedHashMap<>();
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : resolved.layers()) {
      ordered.put(layer.name(), typeOf(layer.name()));
      if (layer.operator() instanceof WeightedOperator weighted) {
        float inputScale = types.get(layer.inputs().get(0)).scale();
        QuantizedWeights average = averages.get(layer.name());
        integers.put(
            layer.name(), average == null ? weights(layer.name(), weighted, inputScale) : average);
      }
      layers.add(layer.withOperator(rectified(layer)));
    }
    return new ImportedModel(
        resolved.withLayers(layers), Optional.of(new Quantization(ordered, integers)));
  }

  /** Types of the input and of what is computed, before any value inherits one. */
  private void giveComputedTypes() {
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, OutputType> computed = new LinkedHashMap<>();
    computed.put(network.input(), OutputType.CALIBRATED);
    for (Layer layer : network.layers()) {
      if (layer.operator() instanceof QuantizationMarker marker) {
        String read = layer.inputs().get(0);
        String source = sources.getOrDefault(read, read);
        sources.put(layer.name(), source);
        if (computed.get(source) == OutputType.CALIBRATED) {
          types.putIfAbsent(source, marker.type());
        }
      } else {
        computed.put(layer.name(), outputType(layer));
      }
    }
  }

  /**
   * Where a value's type comes from. A function that is a table, a mean over the whole image, and
   * an average without padding take any output type: with the one that the model asks for they
   * round once.
   */
  private OutputType outputType(Layer layer) {
    Operator operator = layer.operator();
    return operator instanceof Sigmoid
            || operator instanceof Tanh
            || WholeImageMeans.averagesAll(layer, shapes)
            || isAverage(layer)
        ? OutputType.CALIBRATED
        : operator.outputType();
  }

  private static boolean isAverage(Layer layer) {
    return layer.operator() instanceof Pool2d pool
        && pool.mode() == PoolKernel.Mode.AVERAGE
        && pool.activation().isAll()
        && !pool.window().padded()
        && pool.window().taps() <= LARGEST_AVERAGE;
  }

  private boolean hasItsOwnType(Layer layer) {
    QuantizedType input = types.get(rewrite.resolve(layer.inputs().get(0)));
    return types.containsKey(layer.name()) && !types.get(layer.name()).equals(input);
  }

  /** An average as a depthwise convolution with weights of one step, which rounds the sum only. */
  private Layer averaged(Layer layer) {
    Window window = ((Pool2d) layer.operator()).window();
    int channels = shapes.get(layer.name()).channels();
    Shape shape = Shape.of(channels, window.kernelHeight(), window.kernelWidth(), 1);
    float share = 1f / window.taps();
    int[] ones = new int[shape.elements()];
    Arrays.fill(ones, 1);
    float[] shares = new float[ones.length];
    Arrays.fill(shares, share);
    averages.put(
        layer.name(),
        new QuantizedWeights(
            new IntTensor(shape, ElementType.INT8, ones), Tensor.vector(share), Optional.empty()));
    return layer.withOperator(
        new Conv2d(
            new Tensor(shape, shares),
            Tensor.vector(new float[channels]),
            window,
            channels,
            Range.ALL));
  }

  private void resolve(Layer marker, QuantizationMarker operator) {
    String value = rewrite.resolve(marker.inputs().get(0));
    if (operator.type().equals(typeOf(value))) {
      rewrite.alias(marker.name(), value);
      return;
    }
    rewrite.alias(marker.name(), requantised(value, operator.type()));
  }

  /** A layer that brings a value to another type; its name. */
  private String requantised(String value, QuantizedType type) {
    String name = rewrite.unused(value + "_requantised");
    rewrite.append(Layer.of(name, new Clamp(Range.ALL), value));
    types.put(name, type);
    return name;
  }

  private void resolve(Layer layer) {
    Operator operator = layer.operator();
    String first = rewrite.resolve(layer.inputs().get(0));
    Layer resolved = layer;
    if (operator.outputType() == OutputType.FIXED) {
      types.putIfAbsent(layer.name(), operator.fixedOutputType());
    } else if (WholeImageMeans.averagesAll(layer, shapes) && hasItsOwnType(layer)) {
      resolved = layer.withOperator(new Mean());
    } else if (isAverage(layer) && hasItsOwnType(layer)) {
      resolved = averaged(layer);
    } else if (operator.outputType() == OutputType.SAME_AS_INPUT) {
      QuantizedType type = joinedType(layer).orElse(typeOf(first));
      types.put(layer.name(), type);
      resolved = layer.inputs().size() > 1 ? withInputsOf(layer, type) : layer;
    } else if (operator instanceof Clamp && !types.containsKey(layer.name())) {
      types.put(layer.name(), typeOf(first));
    }
    rewrite.append(resolved);
  }

  /** The type behind a layer with several inputs, if there is a marker. */
  private Optional<QuantizedType> joinedType(Layer layer) {
    return layer.inputs().size() < 2
        ? Optional.empty()
        : network.layers().stream()
            .filter(reader -> reader.inputs().contains(layer.name()))
            .map(Layer::operator)
            .filter(QuantizationMarker.class::isInstance)
            .map(operator -> ((QuantizationMarker) operator).type())
            .findFirst();
  }

  /** The layer with all inputs of one type. */
  private Layer withInputsOf(Layer layer, QuantizedType type) {
    List<String> inputs = new ArrayList<>();
    for (String input : layer.inputs()) {
      String value = rewrite.resolve(input);
      inputs.add(type.equals(typeOf(value)) ? value : requantised(value, type));
    }
    return new Layer(layer.name(), layer.operator(), inputs, layer.origin());
  }

  private QuantizedType typeOf(String value) {
    QuantizedType type = types.get(value);
    if (type == null) {
      throw new CompileException(
          Fault.BAD_QUANTIZATION,
          file,
          value,
          "its output has no QuantizeLinear",
          "quantise the whole model, or import the float model");
    }
    return type;
  }

  /** The integers of a layer; those of its bias only if they are at the sum's scale. */
  private QuantizedWeights weights(String name, WeightedOperator operator, float inputScale) {
    LayerWeights read = weights.get(name);
    QuantizedWeights integers = read == null ? null : read.integers().orElse(null);
    if (integers == null) {
      throw bad(name, "its weights are not int8 around zero point 0");
    }
    if (!operator.weights().equals(read.values())) {
      throw bad(name, "its weights are scaled by a constant behind it");
    }
    for (int c = 0; c < read.biasScales().length; c++) {
      float expected = inputScale * integers.scale(c);
      if (!(Math.abs(read.biasScales()[c] - expected) <= BIAS_SCALE_TOLERANCE * expected)) {
        throw new CompileException(
            Fault.BAD_QUANTIZATION,
            file,
            name,
            "bias scale "
                + read.biasScales()[c]
                + " is not input scale times weight scale, "
                + expected,
            "quantise the model again with biases at that scale");
      }
    }
    boolean keepsBias = read.biasScales().length > 0 && operator.bias().equals(read.bias());
    return keepsBias
        ? integers
        : new QuantizedWeights(integers.weights(), integers.scales(), Optional.empty());
  }

  private CompileException bad(String name, String what) {
    return new CompileException(
        Fault.BAD_QUANTIZATION,
        file,
        name,
        what,
        "quantise weights symmetrically to int8, or import the float model");
  }

  /** The operator with the rectifier that its output type implies. */
  private Operator rectified(Layer layer) {
    QuantizedType type = types.get(layer.name());
    boolean computes =
        layer.operator() instanceof WeightedOperator || layer.operator() instanceof Add;
    if (inferRectifiers
        && computes
        && type.zeroPoint() == type.element().minimum()
        && layer.operator() instanceof ActivatedOperator operator
        && operator.activation().minimum() < 0
        && operator.activation().maximum() > 0) {
      return operator.withActivation(new Range(0, operator.activation().maximum()));
    }
    return layer.operator();
  }
}
