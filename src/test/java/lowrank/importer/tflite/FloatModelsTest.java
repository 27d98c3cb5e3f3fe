package lowrank.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import lowrank.execute.FloatExecutor;
import lowrank.fixed.QuantizedType;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.oracle.FloatWeights;
import lowrank.oracle.SharedData;
import lowrank.oracle.TfliteOracle;
import org.jetbrains.bio.npy.NpyArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported float models, run in ONNX Runtime, give what TFLite gives. */
class FloatModelsTest {
  private static final double TOLERANCE = 1e-4;
  private static final int SAMPLES = 24;

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "kws", "vww96", "ad01"})
  void outputsEqualTflitesOwn(String name) {
    Network network =
        ModelImporter.read(SharedData.file("models/" + name + "_float.tflite")).network();
    byte[] bytes = FloatWeights.of(SharedData.bytes("models/" + name + "_float.tflite"));
    int length = network.inputShape().elements();
    float[] inputs = inputs(name, length);
    int count = inputs.length / length;
    try (FloatExecutor executor = new FloatExecutor(network);
        TfliteOracle oracle = new TfliteOracle(bytes)) {
      float[] outputs = executor.run(inputs, count).get(network.output());
      int width = outputs.length / count;
      for (int i = 0; i < count; i++) {
        float[] expected = oracle.run(Arrays.copyOfRange(inputs, i * length, (i + 1) * length));
        float[] actual = Arrays.copyOfRange(outputs, i * width, (i + 1) * width);
        assertThat(relativeError(actual, expected)).as("sample %s", i).isLessThan(TOLERANCE);
      }
    }
  }

  /** Real inputs first, then random ones in their range. */
  private static float[] inputs(String name, int length) {
    float[] values = new float[SAMPLES * length];
    int real = SAMPLES / 2 * length;
    double[] samples = real(name, real);
    double low = Arrays.stream(samples).min().orElseThrow();
    double high = Arrays.stream(samples).max().orElseThrow();
    Random random = new Random(11);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (i < real ? samples[i] : low + (high - low) * random.nextDouble());
    }
    return values;
  }

  private static double[] real(String name, int count) {
    if (name.equals("resnet8")) {
      byte[] pixels = SharedData.array("cifar10/test_x.npy").asByteArray();
      double[] values = new double[count];
      Arrays.setAll(values, i -> pixels[i] & 0xff);
      return values;
    }
    ImportedModel quantized =
        ModelImporter.read(SharedData.file("models/" + name + "_int8.tflite"));
    QuantizedType type =
        quantized.quantization().orElseThrow().activations().get(quantized.network().input());
    NpyArray array =
        SharedData.array(name.equals("kws") ? "kws01/x.npy" : "golden/" + name + "_int8_x.npy");
    byte[] integers = array.asByteArray();
    double[] values = new double[count];
    Arrays.setAll(values, i -> type.dequantize(integers[i]));
    return values;
  }

  /** Largest difference over the largest magnitude expected. */
  private static double relativeError(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double difference = 0;
    double magnitude = 0;
    for (int i = 0; i < expected.length; i++) {
      difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
      magnitude = Math.max(magnitude, Math.abs(expected[i]));
    }
    return difference / magnitude;
  }
}
