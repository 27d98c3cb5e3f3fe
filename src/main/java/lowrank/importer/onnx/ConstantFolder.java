package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lowrank.onnx.OnnxRuntime;

/**
 * Evaluates nodes that read constants only, each as a model of one node in ONNX Runtime. The
 * runtime's native library is loaded with the first such node.
 */
final class ConstantFolder {
  private static final int IR_VERSION = 8;

  /** Standard nodes whose result is not a function of their inputs. */
  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial");

  /** Nodes whose result can be far larger than their inputs, with the input that says how large. */
  private static final Map<String, Integer> ENLARGING =
      Map.of("ConstantOfShape", 0, "Expand", 1, "Tile", 1);

  /** Larger results are refused before they are computed. */
  private static final long LARGEST = 1 << 24;

  private ConstantFolder() {}

  /** Whether a node can be evaluated once all its inputs are constants. */
  static boolean folds(Node node) {
    return node.isStandard()
        && !RANDOM.contains(node.kind())
        && node.proto().getAttributeList().stream()
            .noneMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
  }

  /** The value of a Constant node. */
  static TensorProto literal(Node node) {
    for (AttributeProto attribute : node.proto().getAttributeList()) {
      switch (attribute.getName()) {
        case "value":
          return attribute.getT();
        case "value_float":
          return Tensors.ofFloats(List.of(), new float[] {attribute.getF()});
        case "value_floats":
          return Tensors.ofFloats(
              List.of((long) attribute.getFloatsCount()), floats(attribute.getFloatsList()));
        case "value_int":
          return integers(List.of(), List.of(attribute.getI()));
        case "value_ints":
          return integers(List.of((long) attribute.getIntsCount()), attribute.getIntsList());
        default:
          break;
      }
    }
    throw node.unsupported("its constant is sparse or text", "use numbers");
  }

  private static float[] floats(List<Float> list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }

  private static TensorProto integers(List<Long> dimensions, List<Long> values) {
    return TensorProto.newBuilder()
        .setDataType(DataType.INT64.getNumber())
        .addAllDims(dimensions)
        .addAllInt64Data(values)
        .build();
  }

  /** Evaluates a node all of whose inputs are constants and defines its outputs. */
  static void fold(Node node, Graph graph) {
    refuseLarge(node, graph);
    GraphProto.Builder single = GraphProto.newBuilder().setName("constant").addNode(node.proto());
    node.proto().getInputList().stream()
        .distinct()
        .filter(input -> !input.isEmpty())
        .forEach(
            input ->
                single.addInitializer(graph.constant(input).tensor().toBuilder().setName(input)));
    node.proto().getOutputList().stream()
        .filter(output -> !output.isEmpty())
        .forEach(output -> single.addOutput(ValueInfoProto.newBuilder().setName(output)));
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(IR_VERSION).setGraph(single);
    model.addOpsetImportBuilder().setDomain("").setVersion(node.opset());
    run(node, graph, model.build());
  }

  private static void run(Node node, Graph graph, ModelProto model) {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      // Otherwise the value is computed while the session is made, before its size is known.
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      try (OrtSession session = environment.createSession(model.toByteArray(), options)) {
        refuseLarge(node, session);
        define(node, graph, session);
      }
    } catch (OrtException e) {
      throw node.unsupported(
          "it cannot be evaluated (" + e.getMessage() + ")", "simplify the model before exporting");
    }
  }

  private static void define(Node node, Graph graph, OrtSession session) throws OrtException {
    try (OrtSession.Result result = session.run(Map.of())) {
      for (String output : session.getOutputNames()) {
        OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
        graph.define(output, Constant.of(proto(node, tensor)));
      }
    }
  }

  private static TensorProto proto(Node node, OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    TensorProto.Builder proto =
        TensorProto.newBuilder().setRawData(ByteString.copyFrom(tensor.getByteBuffer()));
    for (long dimension : info.getShape()) {
      proto.addDims(dimension);
    }
    DataType type =
        switch (info.onnxType) {
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DataType.FLOAT;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DataType.DOUBLE;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DataType.FLOAT16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> DataType.BFLOAT16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DataType.INT8;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DataType.UINT8;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DataType.INT16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> DataType.UINT16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DataType.INT32;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> DataType.UINT32;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DataType.INT64;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> DataType.UINT64;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DataType.BOOL;
          default -> throw node.unsupported("its value is of " + info.onnxType, "use numbers");
        };
    return proto.setDataType(type.getNumber()).build();
  }

  private static void refuseLarge(Node node, Graph graph) {
    Optional<Integer> input = Optional.ofNullable(ENLARGING.get(node.kind()));
    if (input.isEmpty() || !node.hasInput(input.get())) {
      return;
    }
    long elements = node.kind().equals("Tile") ? graph.constant(node, 0).size() : 1;
    for (long factor : graph.constant(node, input.get()).longs()) {
      elements = Tensors.product(elements, Math.max(0, factor));
    }
    check(node, elements);
  }

  /** The same with the dimensions that ONNX Runtime infers; those that it cannot count as 1. */
  private static void refuseLarge(Node node, OrtSession session) throws OrtException {
    for (NodeInfo output : session.getOutputInfo().values()) {
      if (output.getInfo() instanceof TensorInfo tensor) {
        long elements = 1;
        for (long dimension : tensor.getShape()) {
          elements = dimension < 0 ? elements : Tensors.product(elements, dimension);
        }
        check(node, elements);
      }
    }
  }

  private static void check(Node node, long elements) {
    if (elements > LARGEST) {
      throw node.unsupported(
          "its value would have more than " + LARGEST + " elements", "check its dimensions");
    }
  }
}
