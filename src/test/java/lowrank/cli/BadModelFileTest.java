package lowrank.cli;

import static lowrank.cli.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import lowrank.oracle.TfliteModelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.BuiltinOperator;

/** Model files that cannot be imported, given to every command that reads one. */
class BadModelFileTest {
  private static final Path BUNDLED = Path.of("src/samples/bundled/lenet_mnist.onnx");

  /** Commands that read a model, with all that they need besides. */
  private static final String[] COMMANDS = {
    "inspect",
    "count",
    "compress --calibration bundled:calibration_x.npy --samples 8 -o OUT.onnx",
    "build --calibration bundled:calibration_x.npy --samples 8 --target host -o OUT",
    "generate --target host -o OUT",
    "evaluate --inputs bundled:test_x.npy --labels bundled:test_y.npy",
    "run --inputs bundled:test_x.npy -o OUT.npy"
  };

  @TempDir private Path folder;

  private void refusedByAll(Path model, String... parts) {
    for (String command : COMMANDS) {
      String line = command.replace("OUT", folder.resolve("out").toString());
      String[] named = Arrays.copyOf(parts, parts.length + 1);
      named[parts.length] = model.toString();
      refused(folder, CliRunner.words(line, model), named);
    }
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void missingFolderEmptyAndOtherFiles() throws IOException {
    refusedByAll(folder.resolve("missing.onnx"), "no such file");
    refusedByAll(Files.createDirectory(folder.resolve("dir.onnx")), "folder");
    refusedByAll(file("empty.onnx", new byte[0]), "not a readable model", "empty");
    byte[] noise = new byte[5000];
    new Random(3).nextBytes(noise);
    refusedByAll(file("noise.onnx", noise), "not a readable model");
    refusedByAll(file("text.tflite", "hello\n".getBytes(StandardCharsets.UTF_8)), "not a readable");
    byte[] png = Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, 10}, 300);
    refusedByAll(file("picture.png", png), "not a readable model");
  }

  @Test
  void truncatedFiles() throws IOException {
    byte[] onnx = Files.readAllBytes(BUNDLED);
    byte[] tflite = tflite(BuiltinOperator.RELU);
    for (int percent : new int[] {1, 30, 99}) {
      refusedByAll(file("cut.onnx", Arrays.copyOf(onnx, onnx.length * percent / 100)), "model");
      refusedByAll(file("cut.tflite", Arrays.copyOf(tflite, tflite.length * percent / 100)));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNotFinite(float value) throws IOException {
    ModelProto.Builder model = bundled();
    for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      if (tensor.getDimsCount() == 4) {
        byte[] data = tensor.getRawData().toByteArray();
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(40, value);
        tensor.setRawData(ByteString.copyFrom(data));
      }
    }
    refusedByAll(file("bad.onnx", model.build().toByteArray()), "conv1", "NaN or infinity");
  }

  @Test
  void zeroNegativeAndSymbolicDimensions() throws IOException {
    for (long dimension : new long[] {0, -1, -28}) {
      ModelProto.Builder model = bundled();
      dimensions(model.getGraphBuilder()).getDimBuilder(2).setDimValue(dimension);
      refusedByAll(file("zero.onnx", model.build().toByteArray()), "tensor input", "1x1x");
    }
    ModelProto.Builder model = bundled();
    dimensions(model.getGraphBuilder()).getDimBuilder(3).setDimParam("width");
    refusedByAll(file("dynamic.onnx", model.build().toByteArray()), "tensor input", "1x1x28x?");
  }

  private static ai.onnx.proto.OnnxMl.TensorShapeProto.Builder dimensions(
      GraphProto.Builder graph) {
    return graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
  }

  @Test
  void allUnsupportedOperatorsInOneLine() throws IOException {
    ModelProto.Builder model = bundled();
    GraphProto.Builder graph = model.getGraphBuilder();
    int renamed = 0;
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (graph.getNode(i).getOpType().equals("Relu")) {
        renamed++;
        graph.getNodeBuilder(i).setOpType("Strange" + renamed).setName("odd" + renamed);
      }
    }
    assertThat(renamed).isGreaterThan(2);
    refusedByAll(
        file("odd.onnx", model.build().toByteArray()),
        "unsupported",
        "Strange1",
        "odd1",
        "Strange2",
        "odd2",
        "Strange" + renamed,
        "odd" + renamed);
    refusedByAll(
        file("odd.tflite", tflite(BuiltinOperator.COS, BuiltinOperator.SIN)),
        "unsupported",
        "COS",
        "SIN");
  }

  private static ModelProto.Builder bundled() throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(BUNDLED)).toBuilder();
  }

  /** A chain of operators without options. */
  private static byte[] tflite(int... operators) {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int first = model.activation("in", 1, 4, 4, 2);
    int last = first;
    for (int operator : operators) {
      int next = model.activation("out" + last, 1, 4, 4, 2);
      model.operator(operator, 1, new int[] {last}, next, (byte) 0, null);
      last = next;
    }
    return model.build(first, last);
  }
}
