package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operators on integers that carry their own scales and zero points, as ONNX Runtime's QOperator
 * format writes them: ONNX's QLinearConv and QLinearMatMul, and those of {@code com.microsoft}
 * (ONNX Runtime, docs/ContribOperators.md). Each becomes what it means: DequantizeLinear of its
 * inputs, the operator on real numbers, QuantizeLinear of the result.
 */
final class QLinearNodes {
  private static final String CONTRIB = "com.microsoft";

  private static final Map<String, Form> STANDARD =
      Map.of("QLinearConv", Form.weighted("Conv", 8, 6), "QLinearMatMul", Form.pair("MatMul"));

  private static final Map<String, Form> CONTRIBUTED =
      Map.of(
          "QGemm", Form.weighted("Gemm", 6, 7),
          "QLinearAdd", Form.pair("Add"),
          "QLinearMul", Form.pair("Mul"),
          "QLinearSigmoid", Form.single("Sigmoid"),
          "QLinearLeakyRelu", Form.single("LeakyRelu"),
          "QLinearAveragePool", Form.single("AveragePool"),
          "QLinearGlobalAveragePool", Form.single("GlobalAveragePool"),
          "QLinearConcat", new Form("Concat", 2, -1, -1, 0));

  /** Nodes that may read integers as they are: they look at no single value, or at the order. */
  private static final Set<String> MOVING =
      Set.of(
          "DequantizeLinear",
          "Flatten",
          "Identity",
          "MaxPool",
          "Reshape",
          "Shape",
          "Size",
          "Slice",
          "Squeeze",
          "Transpose",
          "Unsqueeze");

  /**
   * How an operator's inputs lie.
   *
   * @param real operator on real numbers
   * @param first position of the first value; scale and zero point follow each
   * @param values how many there are; -1 for all up to the end
   * @param bias position of an int32 bias at the product of the values' scales; -1 for none
   * @param output position of the output's scale, which its zero point follows
   */
  private record Form(String real, int first, int values, int bias, int output) {
    static Form single(String real) {
      return new Form(real, 0, 1, -1, 3);
    }

    static Form pair(String real) {
      return new Form(real, 0, 2, -1, 6);
    }

    static Form weighted(String real, int bias, int output) {
      return new Form(real, 0, 2, bias, output);
    }
  }

  private final Node node;
  private final Form form;
  private final List<Node> expanded = new ArrayList<>();

  private QLinearNodes(Node node, Form form) {
    this.node = node;
    this.form = form;
  }

  /** The nodes that a node stands for; itself if it is none of these. */
  static List<Node> expand(Node node) {
    Map<String, Form> forms =
        node.isStandard()
            ? STANDARD
            : node.proto().getDomain().equals(CONTRIB) ? CONTRIBUTED : Map.of();
    Form form = forms.get(node.proto().getOpType());
    return form == null ? List.of(node) : new QLinearNodes(node, form).expand();
  }

  private List<Node> expand() {
    if (node.integer("channels_last", 0) != 0) {
      throw node.unsupported("its input is channels last", "quantise the model without it");
    }
    List<String> real = new ArrayList<>();
    int count = node.proto().getInputCount();
    int end = form.values < 0 ? count : form.first + 3 * form.values;
    for (int input = form.first; input < end; input += 3) {
      real.add(dequantized(input, input == 3 ? weightAxis() : 1));
    }
    if (form.bias >= 0 && node.hasInput(form.bias)) {
      real.add(dequantizedBias());
    }
    boolean quantizes = node.hasInput(form.output);
    String result = quantizes ? part("real") : node.output();
    NodeProto.Builder main = node(form.real, real, result);
    main.addAllAttribute(
        node.proto().getAttributeList().stream()
            .filter(attribute -> !attribute.getName().equals("channels_last"))
            .toList());
    expanded.add(node.with(main.build()));
    if (quantizes) {
      List<String> type = List.of(result, node.input(form.output), zeroPoint(form.output + 1));
      expanded.add(node.with(node("QuantizeLinear", type, node.output()).build()));
    }
    return expanded;
  }

  /** Dimension of the weights that runs along the output channels. */
  private int weightAxis() {
    boolean rows = form.real.equals("Conv") || node.integer("transB", 0) != 0;
    return rows ? 0 : 1;
  }

  private String dequantized(int input, int axis) {
    String result = part("input" + input);
    List<String> inputs = List.of(node.input(input), node.input(input + 1), zeroPoint(input + 2));
    expanded.add(
        node.with(node("DequantizeLinear", inputs, result).addAttribute(axis(axis)).build()));
    return result;
  }

  /** The bias has no scale of its own: it is at the product of the others. */
  private String dequantizedBias() {
    String scale = part("bias_scale");
    List<String> factors = List.of(node.input(1), node.input(4));
    expanded.add(node.with(node("Mul", factors, scale).build()));
    String result = part("bias");
    List<String> inputs = List.of(node.input(form.bias), scale);
    expanded.add(node.with(node("DequantizeLinear", inputs, result).addAttribute(axis(0)).build()));
    return result;
  }

  private String zeroPoint(int input) {
    if (!node.hasInput(input)) {
      throw node.badQuantization("input " + input + ", a zero point, is left out", "give it");
    }
    return node.input(input);
  }

  private String part(String role) {
    return node.output() + "/" + role;
  }

  private NodeProto.Builder node(String type, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setName(node.label())
        .setOpType(type)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private static AttributeProto axis(int axis) {
    return AttributeProto.newBuilder()
        .setName("axis")
        .setType(AttributeProto.AttributeType.INT)
        .setI(axis)
        .build();
  }

  /**
   * Refuses nodes that would compute on integers as if they were real numbers.
   *
   * @param nodes in order, expanded
   * @param quantized names of the integer activations known so far; those computed are added
   */
  static void checkRead(List<Node> nodes, Set<String> quantized) {
    for (Node node : nodes) {
      boolean reads = node.proto().getInputList().stream().anyMatch(quantized::contains);
      if (reads && !(node.isStandard() && MOVING.contains(node.kind()))) {
        throw node.badQuantization(
            "it computes on integers without their scale",
            "put a DequantizeLinear before and a QuantizeLinear behind it");
      }
      boolean integers = reads && !node.kind().equals("DequantizeLinear");
      if (integers || node.kind().equals("QuantizeLinear")) {
        quantized.addAll(node.proto().getOutputList());
      }
    }
  }
}
