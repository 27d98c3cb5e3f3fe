package lowrank.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.oracle.TfliteModelBuilder;
import lowrank.oracle.TfliteOracle;
import lowrank.quantize.FixedNetworkBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;

/** Models with uint8 input and output: their bytes are those of the int8 network plus 128. */
class UnsignedEndsTest {
  private static final int ELEMENTS = 256;

  /** Quantise, rectify, quantise back: as TFLite's converter writes int8 models with uint8 ends. */
  private static byte[] model(float scale, QuantizedType inner) {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.unsigned("x", scale, 117, 1, ELEMENTS);
    int a = model.activation("a", inner, 1, ELEMENTS);
    int b = model.activation("b", inner, 1, ELEMENTS);
    int y = model.unsigned("y", 0.5f, 3, 1, ELEMENTS);
    model.operator(BuiltinOperator.QUANTIZE, 1, new int[] {x}, a, BuiltinOptions.NONE, null);
    model.operator(BuiltinOperator.RELU, 2, new int[] {a}, b, BuiltinOptions.NONE, null);
    model.operator(BuiltinOperator.QUANTIZE, 1, new int[] {b}, y, BuiltinOptions.NONE, null);
    return model.build(x, y);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, 0.3f, 0.77f})
  void bytesEqualTheReferenceKernels(float scale) {
    byte[] file = model(scale, QuantizedType.int8(0.5f, 117 - 128));
    ImportedModel model = TfliteImporter.read("unsigned", file);
    FixedPointInterpreter interpreter =
        new FixedPointInterpreter(
            FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow()));
    int[] bytes = new Random(1).ints(ELEMENTS, 0, 256).toArray();
    int[] signed = IntStream.of(bytes).map(value -> value - 128).toArray();
    try (TfliteOracle oracle = new TfliteOracle(file)) {
      int[] expected = IntStream.of(oracle.run(bytes)).map(value -> (value & 0xff) - 128).toArray();
      assertThat(interpreter.run(signed)).isEqualTo(expected);
    }
  }

  @Test
  void stepsBetweenEqualTypesVanish() {
    ImportedModel model =
        TfliteImporter.read("unsigned", model(0.5f, QuantizedType.int8(0.5f, 117 - 128)));
    assertThat(model.network().layers()).hasSize(2);
    assertThat(model.quantization().orElseThrow().activations().get(model.network().input()))
        .isEqualTo(QuantizedType.int8(0.5f, 117 - 128));
  }
}
