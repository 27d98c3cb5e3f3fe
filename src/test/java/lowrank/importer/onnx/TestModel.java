package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes small ONNX graphs: one input {@code x}, nodes in order, the last value the output. */
final class TestModel {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final ModelProto.Builder model = ModelProto.newBuilder();
  private final Random random = new Random(7);
  private int opset = 17;
  private int constants;
  private int nodes;
  private String last = "x";

  /** A model with a float input; a dimension of -1 is symbolic. */
  static TestModel of(long... dimensions) {
    TestModel test = new TestModel();
    test.graph.addInput(signature("x", DataType.FLOAT, dimensions));
    return test;
  }

  static ValueInfoProto signature(String name, DataType type, long... dimensions) {
    ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
    var tensor = info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
    tensor.getShapeBuilder();
    for (long dimension : dimensions) {
      if (dimension == -1) {
        tensor.getShapeBuilder().addDimBuilder().setDimParam("N");
      } else {
        tensor.getShapeBuilder().addDimBuilder().setDimValue(dimension);
      }
    }
    return info.build();
  }

  TestModel opset(int version) {
    opset = version;
    return this;
  }

  /** The newest value. */
  String last() {
    return last;
  }

  /** Goes back to an earlier value. */
  TestModel rewind(String value) {
    last = value;
    return this;
  }

  /** The graph, to break it. */
  GraphProto.Builder graph() {
    return graph;
  }

  /** The model around the graph. */
  ModelProto.Builder model() {
    return model;
  }

  /** A constant of the given numbers. */
  String floats(float[] values, long... dimensions) {
    return initializer(Tensors.ofFloats(boxed(dimensions), values));
  }

  /** A constant number. */
  String scalar(float value) {
    return floats(new float[] {value});
  }

  /** A constant of random numbers in [-1, 1). */
  String weights(long... dimensions) {
    return floats(random(dimensions), dimensions);
  }

  /** A constant of random numbers in [-1, 1) under a name. */
  String named(String name, long... dimensions) {
    TensorProto tensor = Tensors.ofFloats(boxed(dimensions), random(dimensions));
    graph.addInitializer(tensor.toBuilder().setName(name));
    return name;
  }

  /** A constant of positive random numbers. */
  String positive(long... dimensions) {
    float[] values = random(dimensions);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]) + 0.1f;
    }
    return floats(values, dimensions);
  }

  private float[] random(long... dimensions) {
    float[] values = new float[(int) Arrays.stream(dimensions).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /** A constant vector of int64. */
  String longs(long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(DataType.INT64.getNumber()).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return initializer(tensor.build());
  }

  /** A constant int64 without dimensions. */
  String longScalar(long value) {
    return initializer(
        TensorProto.newBuilder()
            .setDataType(DataType.INT64.getNumber())
            .addInt64Data(value)
            .build());
  }

  /** A constant of bytes or 32-bit integers. */
  String integers(DataType type, int[] values, long... dimensions) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(type.getNumber()).addAllDims(boxed(dimensions));
    for (int value : values) {
      tensor.addInt32Data(value);
    }
    return initializer(tensor.build());
  }

  String initializer(TensorProto tensor) {
    String name = "c" + constants++ + "__1";
    graph.addInitializer(tensor.toBuilder().setName(name));
    return name;
  }

  /** Adds a node; its first output becomes the newest value. */
  TestModel node(String type, List<String> inputs, AttributeProto... attributes) {
    return named(type.toLowerCase(Locale.ROOT) + nodes, type, inputs, attributes);
  }

  /** Adds a node of one of ONNX Runtime's own operators. */
  TestModel contributed(String type, List<String> inputs, AttributeProto... attributes) {
    node(type, inputs, attributes);
    graph.getNodeBuilder(graph.getNodeCount() - 1).setDomain("com.microsoft");
    if (model.getOpsetImportCount() == 0) {
      model.addOpsetImportBuilder().setDomain("com.microsoft").setVersion(1);
    }
    return this;
  }

  /** Adds a node that reads the newest value and further ones. */
  TestModel then(String type, String... more) {
    return node(type, inputs(more));
  }

  /** Adds a node that reads the newest value only. */
  TestModel with(String type, AttributeProto... attributes) {
    return node(type, List.of(last), attributes);
  }

  List<String> inputs(String... more) {
    List<String> inputs = new ArrayList<>(List.of(last));
    inputs.addAll(List.of(more));
    return inputs;
  }

  /** Adds a node of that name. */
  TestModel named(String name, String type, List<String> inputs, AttributeProto... attributes) {
    last = "v" + nodes++;
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(type)
            .addAllInput(inputs)
            .addOutput(last)
            .addAllAttribute(List.of(attributes)));
    return this;
  }

  /** The file, the newest value being the output. */
  byte[] bytes() {
    GraphProto.Builder finished = graph.clone();
    if (finished.getOutputCount() == 0) {
      finished.addOutput(ValueInfoProto.newBuilder().setName(last));
    }
    ModelProto.Builder file = model.clone().setIrVersion(opset > 19 ? 10 : 8).setGraph(finished);
    file.addOpsetImportBuilder().setDomain("").setVersion(opset);
    return file.build().toByteArray();
  }

  static AttributeProto ints(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(boxed(values))
        .build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(com.google.protobuf.ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto tensor(String name, TensorProto value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.TENSOR)
        .setT(value)
        .build();
  }

  private static List<Long> boxed(long... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
