package lowrank.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.importer.ModelImporter;
import lowrank.oracle.TfliteModelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.BuiltinOperator;

/** A small file that asks for a large memory, or for a long time, is refused before it gets it. */
class ModelSizeTest {
  /** Bytes of heap that reading may take for good; a first use of ONNX Runtime takes some. */
  private static final long HEAP = 600L << 20;

  private static void refused(byte[] model, String part) {
    Runtime runtime = Runtime.getRuntime();
    long before = runtime.totalMemory() - runtime.freeMemory();
    CompileException refusal =
        catchThrowableOfType(CompileException.class, () -> ModelImporter.read("net.onnx", model));
    assertThat(refusal.getMessage()).startsWith("net.onnx: ").contains(part, ";");
    assertThat(refusal.getMessage().lines()).hasSize(1);
    assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(HEAP);
  }

  @Test
  void nodes() {
    TestModel model = TestModel.of(1, 3);
    for (int i = 0; i <= 10_000; i++) {
      model.with("Relu");
    }
    refused(model.bytes(), "more than 10,000 nodes");
  }

  @Test
  void activationsInAll() {
    TestModel model = TestModel.of(1, 1, 4096, 4096);
    for (int i = 0; i < 9; i++) {
      model.with("Relu");
    }
    refused(model.bytes(), "more than 134,217,728 elements of activations");
  }

  @Test
  void multiplies() {
    TestModel model = TestModel.of(1, 16, 1024, 1024);
    model.node(
        "Conv", model.inputs(model.weights(16, 16, 17, 17)), TestModel.ints("pads", 8, 8, 8, 8));
    refused(model.bytes(), "more than 68,719,476,736 multiplies");
  }

  /** Each of these makes of a few numbers far more. */
  @ParameterizedTest
  @ValueSource(strings = {"Concat", "Range", "Pad", "Tile", "Expand", "MatMul", "Resize"})
  void constantsThatGrow(String type) {
    TestModel model = TestModel.of(1, 3);
    String some = model.weights(1024);
    switch (type) {
      case "Concat" -> {
        for (int i = 0; i < 3; i++) {
          model.node(type, Collections.nCopies(64, some), TestModel.integer("axis", 0));
          some = model.last();
        }
      }
      case "Range" ->
          model.node(
              type, List.of(model.longScalar(0), model.longScalar(1L << 40), model.longScalar(1)));
      case "Pad" -> model.node(type, List.of(some, model.longs(1L << 33, 0)));
      case "Tile" -> model.node(type, List.of(some, model.longs(1L << 40)));
      case "Expand" -> model.node(type, List.of(some, model.longs(1 << 20, 1024)));
      case "MatMul" -> model.node(type, List.of(model.weights(8192, 1), model.weights(1, 8192)));
      default -> {
        String image = model.weights(1, 1, 4, 4);
        model.node(type, List.of(image, "", "", model.longs(1, 1, 1 << 20, 1 << 20)));
      }
    }
    model.node("Add", List.of("x", model.last()));
    refused(model.bytes(), "more than 16777216 elements");
  }

  @Test
  void activationsOfTflite() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int input = model.activation("x", 1, 1 << 16, 1 << 16, 1 << 10);
    int output = model.activation("y", 1, 1 << 16, 1 << 16, 1 << 10);
    model.operator(BuiltinOperator.RELU, 1, new int[] {input}, output, (byte) 0, null);
    refused(model.build(input, output), "no microcontroller holds it");
  }

  @Test
  void nodesOfTflite() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int input = model.activation("x", 1, 3);
    int last = input;
    for (int i = 0; i <= 10_000; i++) {
      int output = model.activation("y", 1, 3);
      model.operator(BuiltinOperator.RELU, 1, new int[] {last}, output, (byte) 0, null);
      last = output;
    }
    refused(model.build(input, last), "more than 10,000 nodes");
  }
}
