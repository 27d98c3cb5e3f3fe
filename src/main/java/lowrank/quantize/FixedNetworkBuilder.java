package lowrank.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;

/** Turns a network and its quantisation into integer kernels: a pure function of the two. */
public final class FixedNetworkBuilder {
  private FixedNetworkBuilder() {}

  /**
   * Builds every layer's kernel.
   *
   * @throws CompileException if a sum could overflow 32 bits, or scales are too far apart
   */
  public static FixedNetwork build(Network network, Quantization quantization) {
    Map<String, Shape> shapes = network.shapes();
    List<FixedLayer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      List<TensorType> inputs =
          layer.inputs().stream().map(value -> type(value, shapes, quantization)).toList();
      Kernel kernel =
          kernel(
              network,
              layer,
              inputs,
              type(layer.name(), shapes, quantization),
              Optional.ofNullable(quantization.weights().get(layer.name())));
      AccumulatorBound.check(layer.name(), kernel);
      layers.add(new FixedLayer(layer.name(), kernel, layer.inputs(), layer.origin()));
    }
    return new FixedNetwork(
        network.name(),
        network.input(),
        type(network.input(), shapes, quantization),
        layers,
        network.output(),
        network.provenance());
  }

  private static void checkTypes(
      Network network, Layer layer, List<TensorType> inputs, TensorType output) {
    boolean wide =
        Stream.concat(inputs.stream(), Stream.of(output))
            .anyMatch(type -> type.type().element() != ElementType.INT8);
    if (wide && !layer.operator().takesInt16()) {
      throw new CompileException(
          Fault.UNSUPPORTED_FORM,
          network.provenance().model(),
          layer.name(),
          layer.operator().kind() + " of 16-bit activations",
          "requantise them to int8 before and after it");
    }
  }

  private static Kernel kernel(
      Network network,
      Layer layer,
      List<TensorType> inputs,
      TensorType output,
      Optional<QuantizedWeights> weights) {
    checkTypes(network, layer, inputs, output);
    try {
      return layer.operator().toKernel(inputs, output, weights);
    } catch (IllegalArgumentException e) {
      throw new CompileException(
          Fault.BAD_QUANTIZATION,
          network.provenance().model(),
          layer.name(),
          e.getMessage(),
          "calibrate or convert the model again");
    }
  }

  private static TensorType type(
      String value, Map<String, Shape> shapes, Quantization quantization) {
    return new TensorType(shapes.get(value), quantization.activations().get(value));
  }
}
