package lowrank.conformance;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a quantised ONNX model holds integers that it has computed, not only moved. */
final class QuantizedStages {
  /** Position of the output's scale among the inputs of ONNX Runtime's QOperator format. */
  private static final Map<String, Integer> OUTPUT_SCALES =
      Map.of(
          "QLinearConv", 6,
          "QLinearMatMul", 6,
          "QGemm", 7,
          "QLinearAdd", 6,
          "QLinearMul", 6,
          "QLinearSigmoid", 3,
          "QLinearLeakyRelu", 3,
          "QLinearAveragePool", 3,
          "QLinearGlobalAveragePool", 3,
          "QLinearConcat", 0);

  private static final Set<String> MOVING = Set.of("Flatten", "Reshape");

  private QuantizedStages() {}

  /**
   * Integers that one operator computed.
   *
   * @param order position of the operator among the nodes
   * @param value name of the integers
   * @param scale 0 if it is the input's
   */
  record Stage(int order, String value, float scale) {}

  /** The stages in the order of their operators; the model's input is none. */
  static List<Stage> of(Path model) throws IOException {
    GraphProto graph = ModelProto.parseFrom(Files.readAllBytes(model)).getGraph();
    Map<String, TensorProto> constants = new HashMap<>();
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    Map<String, Integer> producers = new HashMap<>();
    Set<String> integers = new HashSet<>();
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      String type = node.getOpType();
      producers.put(node.getOutput(0), i);
      Integer producer = producers.get(node.getInput(0));
      if (OUTPUT_SCALES.containsKey(type)) {
        float scale = real(constants.get(node.getInput(OUTPUT_SCALES.get(type))));
        stages.add(new Stage(i, node.getOutput(0), scale));
      } else if (type.equals("MaxPool") && integers.contains(node.getInput(0))) {
        stages.add(new Stage(i, node.getOutput(0), 0));
      } else if (type.equals("QuantizeLinear")
          && producer != null
          && !MOVING.contains(graph.getNode(producer).getOpType())) {
        stages.add(new Stage(producer, node.getOutput(0), real(constants.get(node.getInput(1)))));
      }
      if (type.startsWith("Q") || type.equals("MaxPool") || MOVING.contains(type)) {
        integers.add(node.getOutput(0));
      }
    }
    stages.sort(Comparator.comparingInt(Stage::order));
    return stages;
  }

  private static float real(TensorProto tensor) {
    return tensor.getFloatDataCount() > 0
        ? tensor.getFloatData(0)
        : tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getFloat();
  }
}
