package lowrank.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.oracle.TfliteModelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.TensorType;

/** Every impossible quantisation ends in one line with the node or tensor and the remedy. */
class BadQuantizationTest {
  private static final String AGAIN = "; convert the model again";

  /** The tensors of a fully connected layer of 2 inputs and 2 outputs. */
  private record Layer(TfliteModelBuilder model, int x, int w, int b, int y) {
    void quantise(int tensor, float scale, long zeroPoint) {
      model.quantise(tensor, new float[] {scale}, new long[] {zeroPoint}, 0);
    }
  }

  private static final Map<String, Consumer<Layer>> DAMAGES = new LinkedHashMap<>();

  static {
    String node = "node 0 (FULLY_CONNECTED): ";
    damage(
        "node x: it is quantised and has no scale" + AGAIN,
        l -> l.model.quantise(l.x, new float[0], new long[0], 0));
    damage("node x: scale 0.0 with zero point 3" + AGAIN, l -> l.quantise(l.x, 0, 3));
    damage("node y: scale -0.5 with zero point 0" + AGAIN, l -> l.quantise(l.y, -0.5f, 0));
    damage("node y: scale Infinity with", l -> l.quantise(l.y, Float.POSITIVE_INFINITY, 0));
    damage("node x: scale 0.5 with zero point 128" + AGAIN, l -> l.quantise(l.x, 0.5f, 128));
    damage("node y: scale 0.5 with zero point -129" + AGAIN, l -> l.quantise(l.y, 0.5f, -129));
    damage(
        "node x: 2 scales for an activation" + AGAIN,
        l -> l.model.quantise(l.x, new float[] {1, 2}, new long[2], 0));
    damage(
        node + "int8 constant without scale" + AGAIN,
        l -> l.model.quantise(l.w, new float[0], new long[0], 0));
    damage(node + "weight scale 0.0 is not positive" + AGAIN, l -> l.quantise(l.w, 0, 0));
    damage(node + "weight scale -1.0 is not positive" + AGAIN, l -> l.quantise(l.w, -1, 0));
    damage(
        node + "weights with a zero point other than 0; quantise weights symmetrically",
        l -> l.quantise(l.w, 0.25f, 1));
    damage(
        node + "3 weight scales for 2 output channels" + AGAIN,
        l -> l.model.quantise(l.w, new float[] {1, 2, 3}, new long[3], 0));
    damage(
        node + "bias scale 0.25 is not input scale times weight scale, 0.125" + AGAIN,
        l -> l.quantise(l.b, 0.25f, 0));
    damage(
        node + "2 bias scales for 1 weight scales" + AGAIN,
        l -> l.model.quantise(l.b, new float[] {0.125f, 0.125f}, new long[2], 0));
    damage(node + "a bias with a zero point other than 0" + AGAIN, l -> l.quantise(l.b, 0.125f, 1));
  }

  private static void damage(String message, Consumer<Layer> damage) {
    DAMAGES.put(message, damage);
  }

  private static byte[] model(byte weightType, Consumer<Layer> damage) {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", QuantizedType.int8(0.5f, 3), 1, 2);
    int w =
        model.constant(
            "fc/MatMul", weightType, new byte[weightType == TensorType.FLOAT16 ? 8 : 4], 2, 2);
    int b = model.ints("b", new int[2], 2);
    int y = model.activation("y", QuantizedType.int8(0.5f, 3), 1, 2);
    Layer layer = new Layer(model, x, w, b, y);
    layer.quantise(w, 0.25f, 0);
    layer.quantise(b, 0.125f, 0);
    damage.accept(layer);
    model.operator(
        BuiltinOperator.FULLY_CONNECTED,
        4,
        new int[] {x, w, b},
        y,
        BuiltinOptions.FullyConnectedOptions,
        new FullyConnectedOptionsT());
    return model.build(x, y);
  }

  private static void refused(Fault fault, String message, byte[] file) {
    assertThatThrownBy(() -> TfliteImporter.read("bad.tflite", file))
        .isInstanceOf(CompileException.class)
        .hasMessageStartingWith("bad.tflite: " + message)
        .extracting(e -> ((CompileException) e).fault())
        .isEqualTo(fault);
  }

  static Stream<String> messages() {
    return DAMAGES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void impossibleQuantisationIsNamed(String message) {
    refused(Fault.BAD_QUANTIZATION, message, model(TensorType.INT8, DAMAGES.get(message)));
  }

  @Test
  void theSameLayerIsReadWithoutDamage() {
    assertThat(TfliteImporter.read("good", model(TensorType.INT8, l -> {})).quantization())
        .isPresent();
  }

  @Test
  void otherElementsAreNamed() {
    String node = "node 0 (FULLY_CONNECTED): a constant of ";
    refused(
        Fault.UNSUPPORTED_FORM,
        node + "INT4; export the model with float32, float16 or int8 there",
        model(TensorType.INT4, l -> {}));
    refused(
        Fault.UNSUPPORTED_FORM,
        node + "FLOAT16; export the model with int8 there",
        model(TensorType.FLOAT16, l -> {}));
    TfliteModelBuilder half = new TfliteModelBuilder();
    int x = half.constant("x", TensorType.FLOAT16, new byte[0], 1, 2);
    int y = half.activation("y", 1, 2);
    half.operator(BuiltinOperator.RELU, 1, new int[] {x}, y, BuiltinOptions.NONE, null);
    refused(
        Fault.UNSUPPORTED_FORM,
        "node x: an activation of FLOAT16; export the model with float32, int8 or int16 activations",
        half.build(x, y));
  }

  @Test
  void uint8InsideAModelIsNamed() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.unsigned("pixels", 0.5f, 3, 1, 2);
    int y = model.unsigned("y", 0.5f, 3, 1, 2);
    model.operator(BuiltinOperator.RELU, 2, new int[] {x}, y, BuiltinOptions.NONE, null);
    refused(
        Fault.UNSUPPORTED_FORM,
        "node 0 (RELU): tensor pixels is uint8 inside the model; convert the model to int8",
        model.build(x, y));
  }
}
