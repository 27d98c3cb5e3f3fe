package lowrank.importer.onnx;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import lowrank.operator.HardSwish;
import lowrank.operator.Sigmoid;
import lowrank.operator.Softmax;
import lowrank.operator.Tanh;

/** The operators that are read where an activation is among their inputs; one line each. */
final class OperatorTable {
  private static final Map<String, NodeReader> READERS =
      Map.ofEntries(
          entry("Add", ArithmeticNodes::add),
          entry("AveragePool", PoolNodes::average),
          entry("BatchNormalization", ArithmeticNodes::batchNormalization),
          entry("Cast", ActivationNodes::cast),
          entry("Clip", ActivationNodes::clip),
          entry("Concat", StructureNodes::concat),
          entry("Conv", ConvolutionNodes::conv),
          entry("ConvTranspose", TransposedConvolutionNodes::convTranspose),
          entry("DequantizeLinear", QuantizationNodes::mark),
          entry("Div", ArithmeticNodes::divide),
          entry("Dropout", ActivationNodes::dropout),
          entry("Flatten", LayoutNodes::flatten),
          entry("Gather", MoveNodes::gather),
          entry("Gemm", ConvolutionNodes::gemm),
          entry("GlobalAveragePool", PoolNodes::globalAverage),
          entry("GlobalMaxPool", PoolNodes::globalMaximum),
          entry(
              "HardSwish",
              (node, graph) -> ActivationNodes.elementwise(node, graph, new HardSwish())),
          entry("Identity", ActivationNodes::identity),
          entry("LeakyRelu", ActivationNodes::leakyRelu),
          entry("MatMul", ConvolutionNodes::matMul),
          entry("MaxPool", PoolNodes::maximum),
          entry("Mul", ArithmeticNodes::multiply),
          entry("Pad", StructureNodes::pad),
          entry("QuantizeLinear", QuantizationNodes::mark),
          entry("ReduceMean", PoolNodes::reduceMean),
          entry("Relu", ActivationNodes::relu),
          entry("Reshape", LayoutNodes::reshape),
          entry("Resize", MoveNodes::resize),
          entry(
              "Sigmoid", (node, graph) -> ActivationNodes.elementwise(node, graph, new Sigmoid())),
          entry("Slice", StructureNodes::slice),
          entry("Softmax", (node, graph) -> ActivationNodes.softmax(node, graph, new Softmax(1))),
          entry("Split", MoveNodes::split),
          entry("Squeeze", LayoutNodes::squeeze),
          entry("Sub", ArithmeticNodes::subtract),
          entry("Tanh", (node, graph) -> ActivationNodes.elementwise(node, graph, new Tanh())),
          entry("Transpose", LayoutNodes::transpose),
          entry("Unsqueeze", LayoutNodes::unsqueeze),
          entry("Upsample", MoveNodes::upsample));

  private OperatorTable() {}

  /** Adds what a node means to the network and defines the node's output. */
  @FunctionalInterface
  interface NodeReader {
    void read(Node node, Graph graph);
  }

  /** Names of all operators that are read, sorted. */
  static List<String> names() {
    return READERS.keySet().stream().sorted().toList();
  }

  /** Whether the operator is read. */
  static boolean contains(Node node) {
    return node.isStandard() && READERS.containsKey(node.kind());
  }

  /** Reads a node of an operator that the table has. */
  static void read(Node node, Graph graph) {
    READERS.get(node.kind()).read(node, graph);
  }
}
