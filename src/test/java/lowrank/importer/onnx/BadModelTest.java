package lowrank.importer.onnx;

import static lowrank.importer.onnx.TestModel.integer;
import static lowrank.importer.onnx.TestModel.ints;
import static lowrank.importer.onnx.TestModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.ModelImporter;
import lowrank.onnx.SeamMetadata;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file is one line with the file, the place and a way out. */
class BadModelTest {
  private static void refused(byte[] model, Fault fault, String... parts) {
    assertThatThrownBy(() -> OnnxImporter.read("dir/m.onnx", model))
        .isInstanceOf(CompileException.class)
        .hasMessageStartingWith("dir/")
        .hasMessageContainingAll(parts)
        .hasMessageContaining(";")
        .hasMessageNotContainingAny("\n")
        .extracting(e -> ((CompileException) e).fault())
        .isEqualTo(fault);
  }

  private static void refused(TestModel model, Fault fault, String... parts) {
    refused(model.bytes(), fault, parts);
  }

  private static TestModel small() {
    TestModel model = TestModel.of(1, 3, 8, 8);
    model.node(
        "Conv",
        model.inputs(model.weights(4, 3, 3, 3), model.weights(4)),
        ints("pads", 1, 1, 1, 1));
    model.with("Relu").with("MaxPool", ints("kernel_shape", 2, 2), ints("strides", 2, 2));
    model.then("Reshape", model.longs(1, -1)).then("Gemm", model.weights(64, 5));
    return model.then("Clip", model.scalar(-1), model.scalar(1)).with("Softmax");
  }

  @Test
  void emptyRandomAndTruncatedFiles() {
    refused(new byte[0], Fault.NOT_A_MODEL, "empty");
    Random random = new Random(1);
    for (int size : new int[] {1, 2, 10, 100, 1000, 100_000}) {
      byte[] noise = new byte[size];
      random.nextBytes(noise);
      refused(noise, Fault.NOT_A_MODEL, "not a readable model");
    }
    byte[] model = small().bytes();
    for (int length = 1; length < model.length; length += 7) {
      byte[] cut = Arrays.copyOf(model, length);
      assertThatThrownBy(() -> OnnxImporter.read("m.onnx", cut))
          .isInstanceOf(CompileException.class);
    }
  }

  /** Constant subgraphs, sums, padding, slices and reordering. */
  private static TestModel wide() {
    TestModel model = TestModel.of(1, 4, 6, 2).with("Transpose", ints("perm", 0, 3, 1, 2));
    model.node("Conv", model.inputs(model.weights(4, 1, 3, 3)), integer("group", 2));
    String left = model.last();
    model.then("Slice", model.longs(0), model.longs(3), model.longs(-1), model.longs(2));
    model.then("Pad", model.longs(0, 0, 0, 1, 0, 0, 0, 1)).then("Add", left);
    model.node("Concat", List.of(model.last(), left), integer("axis", 1));
    String joined = model.last();
    model.node("Shape", List.of(joined));
    model.node("Gather", List.of(model.last(), model.longs(1)), integer("axis", 0));
    model.node(
        "Concat", List.of(model.longs(1), model.last(), model.longs(-1)), integer("axis", 0));
    model.node("Reshape", List.of(joined, model.last()));
    return model.with("ReduceMean", ints("axes", 2)).with("Flatten");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void damagedBytesNeverEndInAStackTrace(int which) {
    TestModel whole = which == 0 ? small() : which == 1 ? wide() : QuantizedModelTest.small();
    byte[] model = whole.bytes();
    Random random = new Random(5);
    OnnxImporter.read("m.onnx", model);
    for (int round = 0; round < 700; round++) {
      byte[] damaged = model.clone();
      for (int change = 0; change <= round % 3; change++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        OnnxImporter.read("m.onnx", damaged);
      } catch (CompileException e) {
        assertThat(e).hasMessageMatching("(m.onnx|node ).*;.*");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void weightsThatAreNotFinite(float bad) {
    TestModel model = TestModel.of(1, 1, 2, 2);
    model.node("Conv", model.inputs(model.floats(new float[] {bad}, 1, 1, 1, 1)));
    refused(model, Fault.NON_FINITE_WEIGHTS, "node conv0");
    TestModel bias = TestModel.of(1, 1);
    bias.then("Gemm", bias.weights(1, 1), bias.floats(new float[] {bad}, 1));
    refused(bias, Fault.NON_FINITE_WEIGHTS, "node gemm0");
    TestModel constant = TestModel.of(1, 3);
    refused(constant.then("Mul", constant.scalar(bad)), Fault.NON_FINITE_WEIGHTS, "mul0");
    TestModel division = TestModel.of(1, 3);
    refused(division.then("Div", division.scalar(0)), Fault.NON_FINITE_WEIGHTS, "div0");
    TestModel variance = TestModel.of(1, 1, 2, 2);
    String one = variance.floats(new float[] {1}, 1);
    variance.then("BatchNormalization", one, one, one, variance.floats(new float[] {-9}, 1));
    refused(variance, Fault.NON_FINITE_WEIGHTS, "batchnormalization0");
  }

  @Test
  void dimensionsOfTheInput() {
    refused(TestModel.of(1, 3, -1, 8).with("Relu"), Fault.DYNAMIC_SHAPE, "tensor x", "1x3x?x8");
    refused(TestModel.of(1, 0, 8, 8).with("Relu"), Fault.DYNAMIC_SHAPE, "1x0x8x8");
    refused(TestModel.of(0, 8).with("Relu"), Fault.DYNAMIC_SHAPE, "0x8");
    refused(TestModel.of(4, 8).with("Relu"), Fault.UNSUPPORTED_FORM, "batch size is 4");
    refused(TestModel.of(1, 1L << 40).with("Relu"), Fault.UNSUPPORTED_FORM, "elements");
    refused(TestModel.of(1, 1 << 30, 1 << 30).with("Relu"), Fault.UNSUPPORTED_FORM, "elements");
    TestModel noShape = TestModel.of(1, 2).with("Relu");
    noShape.graph().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
    refused(noShape, Fault.DYNAMIC_SHAPE, "unknown");
    TestModel integers = TestModel.of(1, 2).with("Relu");
    integers.graph().setInput(0, TestModel.signature("x", DataType.INT64, 1, 2));
    refused(integers, Fault.UNSUPPORTED_FORM, "INT64");
    assertThat(
            OnnxImporter.read("m.onnx", TestModel.of(-1, 8).with("Relu").bytes())
                .network()
                .inputShape())
        .isEqualTo(Shape.of(8));
  }

  @Test
  void unsupportedOperatorsAreListedTogether() {
    TestModel model = TestModel.of(1, 3, 8, 8).with("Relu");
    model.named("up", "LSTM", List.of(model.last()));
    model.named("rnn", "GRU", List.of(model.last()));
    model
        .graph()
        .addNode(
            NodeProto.newBuilder()
                .setName("own")
                .setOpType("Relu")
                .setDomain("com.example")
                .addInput(model.last())
                .addOutput("own"));
    model.rewind("own");
    refused(model, Fault.UNSUPPORTED_OPERATORS, "LSTM (up), GRU (rnn), com.example.Relu (own)");
  }

  @Test
  void severalInputsAndOutputs() {
    TestModel inputs = TestModel.of(1, 3);
    inputs.graph().addInput(TestModel.signature("y", DataType.FLOAT, 1, 3));
    refused(inputs.then("Add", "y"), Fault.SEVERAL_ENDS, "2 inputs [x, y]");
    TestModel none = TestModel.of(1, 3).with("Relu");
    none.graph().clearInput();
    refused(none, Fault.SEVERAL_ENDS, "no input");
    TestModel outputs = TestModel.of(1, 3).with("Relu");
    outputs.graph().addOutput(ValueInfoProto.newBuilder().setName("v0"));
    outputs.graph().addOutput(ValueInfoProto.newBuilder().setName("x"));
    refused(outputs, Fault.SEVERAL_ENDS, "2 outputs");
  }

  @Test
  void operatorSets() {
    refused(
        TestModel.of(1, 3).with("Relu").opset(6), Fault.UNSUPPORTED_OPSET, "opset 6", "7 to 21");
    refused(TestModel.of(1, 3).with("Relu").opset(22), Fault.UNSUPPORTED_OPSET, "opset 22");
  }

  @Test
  void graphsThatDoNotHoldTogether() {
    refused(TestModel.of(1, 3).then("Add", "nowhere"), Fault.UNSUPPORTED_FORM, "reads nowhere");
    refused(TestModel.of(1, 3).with("Identity"), Fault.UNSUPPORTED_FORM, "nothing is computed");
    TestModel constant = TestModel.of(1, 3);
    constant.node("Neg", List.of(constant.scalar(1)));
    refused(constant, Fault.UNSUPPORTED_FORM, "does not depend on the input");
    TestModel shapes = TestModel.of(1, 3, 8, 8);
    shapes.node("Conv", shapes.inputs(shapes.weights(4, 2, 3, 3)));
    refused(shapes, Fault.UNSUPPORTED_FORM, "node conv0", "8x8x3 for 2 input channels");
    TestModel small = TestModel.of(1, 3, 2, 2);
    small.node("Conv", small.inputs(small.weights(4, 3, 3, 3)));
    refused(small, Fault.UNSUPPORTED_FORM, "does not fit");
    TestModel reshape = TestModel.of(1, 3, 2, 2);
    reshape.then("Reshape", reshape.longs(1, 5));
    refused(reshape.with("Relu"), Fault.UNSUPPORTED_FORM, "reshapes 1x3x2x2 to [1, 5]");
    TestModel division = TestModel.of(1, 3, 2, 2);
    division.then("Reshape", division.longs(0, 0, 5, -1));
    refused(division.with("Relu"), Fault.UNSUPPORTED_FORM, "reshapes");
    refused(
        TestModel.of(1, 3).with("Squeeze", ints("axes", 1)).opset(11),
        Fault.UNSUPPORTED_FORM,
        "is not 1");
    refused(
        TestModel.of(1, 3).with("Transpose", ints("perm", 0, 2)), Fault.UNSUPPORTED_FORM, "perm");
    refused(TestModel.of(1, 3, 4, 4).with("MaxPool"), Fault.UNSUPPORTED_FORM, "no kernel_shape");
    refused(
        TestModel.of(1, 3, 4, 4).with("MaxPool", ints("kernel_shape", 2, 2), ints("strides", 0, 1)),
        Fault.UNSUPPORTED_FORM,
        "at least 1");
    refused(
        TestModel.of(1, 3, 4, 4).with("MaxPool", ints("kernel_shape", 2)),
        Fault.UNSUPPORTED_FORM,
        "kernel_shape has 1 values");
    refused(
        TestModel.of(1, 3, 4, 4).with("MaxPool", ints("kernel_shape", 1 << 30, 1)),
        Fault.UNSUPPORTED_FORM,
        "values from 0 to");
    refused(
        TestModel.of(1, 3, 4, 4)
            .with("MaxPool", ints("kernel_shape", 2, 2), ints("pads", 2, 0, 0, 0)),
        Fault.UNSUPPORTED_FORM,
        "lies in the padding");
  }

  @Test
  void formsThatAreNotSupported() {
    TestModel product = TestModel.of(1, 3).with("Relu");
    refused(product.then("Div", "x"), Fault.UNSUPPORTED_FORM, "only constants");
    TestModel computed = TestModel.of(1, 4);
    refused(
        computed.node("Gemm", List.of("x", "x")),
        Fault.UNSUPPORTED_FORM,
        "input 1 is computed by the model");
    TestModel first = TestModel.of(4, 1);
    refused(
        TestModel.of(1, 4).with("Gemm", integer("transA", 1)), Fault.UNSUPPORTED_FORM, "transA");
    refused(first.with("Relu"), Fault.UNSUPPORTED_FORM, "batch");
    TestModel reflect = TestModel.of(1, 1, 4, 4);
    reflect.node(
        "Pad", reflect.inputs(reflect.longs(0, 0, 1, 1, 0, 0, 1, 1)), text("mode", "reflect"));
    refused(reflect, Fault.UNSUPPORTED_FORM, "mode reflect");
    TestModel backwards = TestModel.of(1, 8);
    backwards.then(
        "Slice", backwards.longs(7), backwards.longs(0), backwards.longs(1), backwards.longs(-1));
    refused(backwards, Fault.UNSUPPORTED_FORM, "positive steps");
    TestModel volume = TestModel.of(1, 1, 4, 4, 4);
    volume.node("Conv", volume.inputs(volume.weights(1, 1, 2, 2, 2)));
    refused(volume, Fault.UNSUPPORTED_FORM, "only 1-D and 2-D");
  }

  @Test
  void dimensionsWithoutDataAllocateNothing() {
    TestModel huge = TestModel.of(1, 3, 8, 8);
    String weights =
        huge.initializer(
            TensorProto.newBuilder()
                .setDataType(DataType.FLOAT.getNumber())
                .addAllDims(List.of(1L << 20, 1L << 20, 1L << 20, 3L))
                .build());
    huge.then("Conv", weights);
    refused(huge, Fault.NOT_A_MODEL, "dimensions are");
    TestModel missing = TestModel.of(1, 3, 8, 8);
    missing.then("Conv", missing.floats(new float[5], 4, 3, 3, 3));
    refused(missing, Fault.NOT_A_MODEL, "not the 108 elements");
    TestModel filled = TestModel.of(1, 3);
    filled.node("ConstantOfShape", List.of(filled.longs(1 << 20, 1 << 20)));
    filled.node("Add", List.of("x", filled.last()));
    refused(filled, Fault.UNSUPPORTED_FORM, "more than 16777216 elements");
    TestModel padded = TestModel.of(1, 1, 4, 4);
    padded.then("Pad", padded.longs(0, 0, 8000, 8000, 0, 0, 8000, 8000));
    refused(padded, Fault.UNSUPPORTED_FORM, "more than 16777216 elements");
  }

  @Test
  void weightsInOtherFiles(@TempDir Path folder) throws IOException {
    TestModel model = TestModel.of(1, 2);
    String weights = model.initializer(external("weights.bin", "8"));
    byte[] bytes = model.then("Gemm", weights).bytes();
    Path file = folder.resolve("m.onnx");
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelImporter.read(file))
        .hasMessageContainingAll("weights.bin", "missing", ";");
    Files.write(folder.resolve("weights.bin"), new byte[10]);
    assertThatThrownBy(() -> ModelImporter.read(file)).hasMessageContaining("cut short");
    Files.write(folder.resolve("weights.bin"), new byte[24]);
    assertThat(ModelImporter.read(file).network().layers()).hasSize(1);
    for (String outside : List.of("../weights.bin", "/weights.bin", "")) {
      TestModel other = TestModel.of(1, 2);
      other.then("Gemm", other.initializer(external(outside, "0")));
      refused(other, Fault.NOT_A_MODEL, "outside the model's folder");
    }
  }

  private static TensorProto external(String location, String offset) {
    return TensorProto.newBuilder()
        .setDataType(DataType.FLOAT.getNumber())
        .addDims(2)
        .addDims(2)
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", offset))
        .addExternalData(entry("length", "16"))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "{}", "[1]", "{\"version\":1}"})
  void damagedMetadata(String json) {
    TestModel model = TestModel.of(1, 3).with("Relu");
    model.model().addMetadataProps(entry(SeamMetadata.KEY, json));
    refused(model, Fault.NOT_A_MODEL, "metadata lowrank is damaged");
  }

  @Test
  void filesThatCannotBeRead(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> ModelImporter.read(folder.resolve("none.onnx")))
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> ModelImporter.read(folder))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("cannot be read");
    Path noise = folder.resolve("noise.tflite");
    Files.write(noise, new byte[] {1, 2, 3, 4, 'T', 'F', 'L', '3', 9});
    assertThatThrownBy(() -> ModelImporter.read(noise)).isInstanceOf(CompileException.class);
  }
}
