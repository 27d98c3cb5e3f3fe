package lowrank.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jetbrains.bio.npy.NpyArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle gives the recorded outputs of TFLite's reference kernels. */
class TfliteOracleTest {
  @ParameterizedTest
  @ValueSource(strings = {"resnet8_int8", "kws_int8", "vww96_int8", "ad01_int8"})
  void goldenOutputsAreReproduced(String name) {
    byte[] model = SharedData.bytes("models/" + name + ".tflite");
    NpyArray inputs = SharedData.array("golden/" + name + "_x.npy");
    byte[] x = inputs.asByteArray();
    byte[] y = SharedData.array("golden/" + name + "_y.npy").asByteArray();
    int samples = inputs.getShape()[0];
    try (TfliteOracle oracle = new TfliteOracle(model)) {
      for (int i = 0; i < samples; i++) {
        byte[] input = slice(x, i, samples);
        assertThat(oracle.run(input)).as("sample %s", i).isEqualTo(slice(y, i, samples));
      }
    }
  }

  private static byte[] slice(byte[] values, int sample, int samples) {
    int length = values.length / samples;
    return Arrays.copyOfRange(values, sample * length, (sample + 1) * length);
  }
}
