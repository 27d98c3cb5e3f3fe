package lowrank.exporter;

import static lowrank.exporter.Protos.integer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.network.Layer;
import lowrank.network.Quantization;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;

/**
 * The QDQ convention: each activation passes through QuantizeLinear and DequantizeLinear, weights
 * are int8 and biases int32 constants behind a DequantizeLinear along the output channels. ONNX
 * operators QuantizeLinear and DequantizeLinear, versions 13 and 21 (int16).
 */
final class QuantizedPrecision implements Precision {
  private static final int INT16_OPSET = 21;
  private final Quantization quantization;

  QuantizedPrecision(Quantization quantization) {
    this.quantization = quantization;
  }

  @Override
  public String input(GraphWriter graph, String input) {
    return roundTrip(graph, input, input, graph.unique(input + "/dequantized"));
  }

  @Override
  public String resultName(GraphWriter graph, Layer layer) {
    return graph.unique(layer.name() + "/real");
  }

  @Override
  public void finish(GraphWriter graph, Layer layer, String result) {
    roundTrip(graph, layer.name(), result, layer.name());
  }

  /** Quantises {@code from} as the type of {@code value} says and back into {@code to}. */
  private String roundTrip(GraphWriter graph, String value, String from, String to) {
    QuantizedType type = quantization.activations().get(value);
    if (type == null) {
      throw new IllegalArgumentException("no quantised type for " + value);
    }
    if (type.element() != ElementType.INT8) {
      graph.requireOpset(INT16_OPSET);
    }
    String scale = graph.constant(value + "/scale", Protos.floats(new float[] {type.scale()}));
    String zeroPoint =
        graph.constant(
            value + "/zero_point", Protos.quantized(type.element(), new int[] {type.zeroPoint()}));
    String integers =
        graph.node(value + "/quantized", "QuantizeLinear", List.of(from, scale, zeroPoint));
    graph.node(
        graph.unique(value + "/dequantize"),
        "DequantizeLinear",
        List.of(integers, scale, zeroPoint),
        to);
    return to;
  }

  @Override
  public Parameters parameters(
      GraphWriter graph,
      Layer layer,
      WeightedOperator operator,
      long[] dimensions,
      int[] order,
      int outputAxis) {
    QuantizedWeights weights = quantization.weights().get(layer.name());
    if (weights == null) {
      throw new IllegalArgumentException("no integer weights for " + layer.name());
    }
    float inputScale = quantization.activations().get(layer.inputs().get(0)).scale();
    return new Parameters(
        weights(graph, layer.name(), weights, dimensions, order, outputAxis),
        bias(graph, layer.name(), weights, operator, inputScale));
  }

  private static String weights(
      GraphWriter graph,
      String layer,
      QuantizedWeights weights,
      long[] dimensions,
      int[] order,
      int outputAxis) {
    int[] values = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      values[i] = weights.weights().at(order[i]);
    }
    ElementType type = weights.weights().type();
    float[] scales = weights.scales().toArray();
    long[] scaleDimensions = scaleDimensions(weights);
    String integers =
        graph.constant(layer + "/weights_quantized", Protos.quantized(type, values, dimensions));
    String scale = graph.constant(layer + "/weights_scale", Protos.floats(scales, scaleDimensions));
    String zeroPoint =
        graph.constant(
            layer + "/weights_zero_point",
            Protos.quantized(type, new int[scales.length], scaleDimensions));
    return graph.node(
        layer + "/weights",
        "DequantizeLinear",
        List.of(integers, scale, zeroPoint),
        alongOutputs(weights, outputAxis));
  }

  private static String bias(
      GraphWriter graph,
      String layer,
      QuantizedWeights weights,
      WeightedOperator operator,
      float inputScale) {
    IntTensor bias = weights.biasFor(operator.bias(), inputScale);
    float[] scales = new float[weights.scales().size()];
    for (int channel = 0; channel < scales.length; channel++) {
      scales[channel] = (float) ((double) inputScale * weights.scale(channel));
    }
    String integers =
        graph.constant(
            layer + "/bias_quantized",
            Protos.quantized(ElementType.INT32, bias.toArray(), bias.size()));
    String scale =
        graph.constant(layer + "/bias_scale", Protos.floats(scales, scaleDimensions(weights)));
    return graph.node(
        layer + "/bias", "DequantizeLinear", List.of(integers, scale), alongOutputs(weights, 0));
  }

  @Override
  public String operand(
      GraphWriter graph, Layer layer, ConstantArithmetic operator, long[] dimensions, int[] order) {
    int[] values = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      values[i] = operator.constant().at(order[i]);
    }
    QuantizedType type = operator.constantType();
    String name = layer.name() + "/constant";
    return graph.node(
        name,
        "DequantizeLinear",
        List.of(
            graph.constant(
                name + "_quantized", Protos.quantized(type.element(), values, dimensions)),
            graph.constant(name + "_scale", Protos.floats(new float[] {type.scale()})),
            graph.constant(
                name + "_zero_point",
                Protos.quantized(type.element(), new int[] {type.zeroPoint()}))));
  }

  /** One scale for the whole tensor is a scalar, several are a vector. */
  private static long[] scaleDimensions(QuantizedWeights weights) {
    int scales = weights.scales().size();
    return scales == 1 ? new long[0] : new long[] {scales};
  }

  private static AttributeProto[] alongOutputs(QuantizedWeights weights, int outputAxis) {
    return weights.scales().size() == 1
        ? new AttributeProto[0]
        : new AttributeProto[] {integer("axis", outputAxis)};
  }
}
