package lowrank.exporter;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.ActivatedOperator;
import lowrank.operator.Softmax;
import lowrank.tensor.Shape;

/**
 * Writes a float network together with its reverse-mode derivative as one ONNX model: for a vector
 * v it gives the gradient of v · z with respect to the responses of layers before their fused
 * activation, z being the network's output, or what its last Softmax reads. Behind an operator
 * without a known derivative, seen from the output, there are no gradients.
 */
public final class GradientExporter {
  private static final int OPSET = 18;
  private final Network network;
  private final Map<String, Shape> shapes;
  private final GraphWriter graph;
  private final Map<String, String> forward;
  private final Map<String, String> gradients = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();

  private GradientExporter(Network network) {
    this.network = network;
    this.shapes = network.shapes();
    this.graph = new GraphWriter(shapes.keySet());
    graph.requireOpset(OPSET);
    this.forward = OnnxExporter.writeNodes(network, new FloatPrecision(), shapes, graph);
  }

  /**
   * A model with two inputs, the network's and v, and one output for each gradient.
   *
   * @param seed name of the input for v
   * @param seedShape shape of v
   * @param outputs the model's output for each layer whose gradient it gives, N×C×H×W where the
   *     layer's value has three dimensions
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Derivative(
      byte[] model, String seed, Shape seedShape, Map<String, String> outputs) {}

  /**
   * Writes the derivative.
   *
   * @param layers whose gradients are wanted
   */
  public static Derivative write(Network network, Set<String> layers) {
    return new GradientExporter(network).derivative(layers);
  }

  private Derivative derivative(Set<String> layers) {
    String decision = decision();
    String seed = graph.unique("gradient_seed");
    gradients.put(decision, seed);
    Map<String, String> outputs = new LinkedHashMap<>();
    for (int i = network.layers().size() - 1; i >= 0; i--) {
      Layer layer = network.layers().get(i);
      if (unknown.contains(layer.name())) {
        unknown.addAll(layer.inputs());
      } else if (gradients.containsKey(layer.name())) {
        String response = throughActivation(layer, gradients.get(layer.name()));
        if (layers.contains(layer.name())) {
          outputs.put(layer.name(), response);
        }
        throughOperator(layer, response);
      }
    }
    return new Derivative(model(seed, decision, outputs), seed, shapes.get(decision), outputs);
  }

  /** The value whose elements are compared for a decision: logits rather than probabilities. */
  private String decision() {
    Layer last = network.layers().get(network.layers().size() - 1);
    boolean probabilities =
        last.operator() instanceof Softmax && last.name().equals(network.output());
    return probabilities ? last.inputs().get(0) : network.output();
  }

  private String throughActivation(Layer layer, String gradient) {
    if (!(layer.operator() instanceof ActivatedOperator operator)) {
      return gradient;
    }
    Range range = operator.activation();
    String passed = mask(layer, gradient, "Greater", range.minimum());
    return mask(layer, passed, "Less", range.maximum());
  }

  /** The gradient where the layer's output is strictly inside a bound, else 0. */
  private String mask(Layer layer, String gradient, String comparison, float bound) {
    if (Float.isInfinite(bound)) {
      return gradient;
    }
    String name = layer.name() + "/gradient_" + comparison.toLowerCase(Locale.ROOT);
    String limit = graph.constant(name, Protos.floats(new float[] {bound}));
    String inside = graph.node(name, comparison, List.of(forward.get(layer.name()), limit));
    String factor = graph.node(name, "Cast", List.of(inside), Protos.integer("to", 1));
    return graph.node(name, "Mul", List.of(gradient, factor));
  }

  private void throughOperator(Layer layer, String gradient) {
    List<String> inputs = layer.inputs().stream().map(forward::get).toList();
    DerivativeWriter writer =
        new DerivativeWriter(
            graph,
            layer.name(),
            inputs,
            Network.inputShapes(layer, shapes),
            shapes.get(layer.name()));
    Optional<List<String>> parts = OperatorDerivatives.write(layer.operator(), writer, gradient);
    if (parts.isEmpty()) {
      unknown.addAll(layer.inputs());
      return;
    }
    for (int i = 0; i < inputs.size(); i++) {
      String part = parts.get().get(i);
      gradients.merge(
          layer.inputs().get(i),
          part,
          (a, b) -> graph.node(layer.name() + "/gradient_sum", "Add", List.of(a, b)));
    }
  }

  private byte[] model(String seed, String decision, Map<String, String> outputs) {
    List<ValueInfoProto> signatures = new ArrayList<>();
    outputs.forEach(
        (layer, output) ->
            signatures.add(Protos.signature(output, ChannelsFirst.dimensions(shapes.get(layer)))));
    ValueInfoProto second = Protos.signature(seed, ChannelsFirst.dimensions(shapes.get(decision)));
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(OnnxExporter.irVersion(graph.opset()))
            .setProducerName("lowrank-mcu")
            .setGraph(
                graph.build(network.name(), OnnxExporter.input(network), signatures).toBuilder()
                    .addInput(second));
    model.addOpsetImportBuilder().setDomain("").setVersion(graph.opset());
    return model.build().toByteArray();
  }
}
