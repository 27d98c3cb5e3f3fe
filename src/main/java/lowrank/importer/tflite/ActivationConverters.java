package lowrank.importer.tflite;

import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.operator.Clamp;
import lowrank.operator.HardSwish;
import lowrank.operator.LeakyRelu;
import lowrank.operator.Operator;
import lowrank.operator.Sigmoid;
import lowrank.operator.Softmax;
import lowrank.operator.Tanh;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.LeakyReluOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;

/** Functions of single elements, softmax, and the borders between float and int8. */
final class ActivationConverters {
  private ActivationConverters() {}

  static Converter clamp(Range range) {
    return (node, graph) -> graph.add(node, new Clamp(range), graph.input(node, 0));
  }

  static void leakyRelu(NodeInfo node, GraphBuilder graph) {
    float alpha =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.LeakyReluOptions,
                new LeakyReluOptions(),
                LeakyReluOptions::alpha);
    try {
      graph.add(node, new LeakyRelu(alpha), graph.input(node, 0));
    } catch (IllegalArgumentException e) {
      throw graph.unsupported(node, e.getMessage(), "use a slope of 0 or more");
    }
  }

  static void hardSwish(NodeInfo node, GraphBuilder graph) {
    graph.add(node, new HardSwish(), graph.input(node, 0));
  }

  static void logistic(NodeInfo node, GraphBuilder graph) {
    fixedType(node, graph, new Sigmoid());
  }

  static void tanh(NodeInfo node, GraphBuilder graph) {
    fixedType(node, graph, new Tanh());
  }

  static void softmax(NodeInfo node, GraphBuilder graph) {
    float beta =
        graph
            .model()
            .options(
                node, BuiltinOptions.SoftmaxOptions, new SoftmaxOptions(), SoftmaxOptions::beta);
    if (!(beta > 0) || Float.isInfinite(beta)) {
      throw graph.unsupported(node, "beta is " + beta, "use a positive factor");
    }
    fixedType(node, graph, new Softmax(beta));
  }

  private static void fixedType(NodeInfo node, GraphBuilder graph, Operator operator) {
    graph
        .type(graph.output(node))
        .filter(type -> !type.equals(operator.fixedOutputType()))
        .ifPresent(
            type -> {
              throw new CompileException(
                  Fault.BAD_QUANTIZATION,
                  graph.model().file(),
                  GraphBuilder.label(node),
                  "output has scale " + type.scale() + " and zero point " + type.zeroPoint(),
                  "convert the model again");
            });
    graph.add(node, operator, graph.input(node, 0));
  }

  /**
   * At the input: the network's input is the integers. Between integers: requantisation, of which
   * nothing is left between uint8 and int8 of the same real values.
   */
  static void quantize(NodeInfo node, GraphBuilder graph) {
    Value input = graph.input(node, 0);
    QuantizedType to =
        graph
            .type(graph.output(node))
            .orElseThrow(() -> graph.unsupported(node, "output is float", "use int8"));
    boolean unsigned =
        graph.isUnsigned(graph.output(node))
            || graph.isUnsigned(graph.model().tensor(node.inputs().get(0)));
    if (unsigned && input.type().equals(Optional.of(to))) {
      graph.alias(node, input);
      return;
    }
    if (input.type().isPresent()) {
      graph.add(node, new Clamp(Range.ALL), input);
      return;
    }
    if (!graph.isNetworkInput(input)) {
      throw graph.unsupported(
          node,
          "float activations become int8 inside the model",
          "convert the model fully to int8 or leave it in float");
    }
    graph.types().put(input.name(), to);
    graph.alias(node, new Value(input.name(), input.computed(), input.shape(), Optional.of(to)));
  }

  /** At the output: the network's output is the integers. */
  static void dequantize(NodeInfo node, GraphBuilder graph) {
    Value input = graph.input(node, 0);
    graph.alias(node, new Value(input.name(), input.computed(), input.shape(), Optional.empty()));
  }
}
