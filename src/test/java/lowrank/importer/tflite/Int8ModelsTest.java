package lowrank.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.oracle.SharedData;
import lowrank.oracle.TfliteOracle;
import lowrank.quantize.FixedNetworkBuilder;
import org.jetbrains.bio.npy.NpyArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported int8 models give exactly the recorded outputs of TFLite's reference kernels. */
class Int8ModelsTest {
  @ParameterizedTest
  @ValueSource(strings = {"resnet8_int8", "kws_int8", "vww96_int8", "ad01_int8"})
  void goldenOutputsAreReproduced(String name) {
    byte[] bytes = SharedData.bytes("models/" + name + ".tflite");
    ImportedModel model = TfliteImporter.read(name, bytes);
    FixedPointInterpreter interpreter =
        new FixedPointInterpreter(
            FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow()));
    NpyArray inputs = SharedData.array("golden/" + name + "_x.npy");
    int samples = inputs.getShape()[0];
    int[] x = TfliteOracle.widen(inputs.asByteArray());
    int[] y = TfliteOracle.widen(SharedData.array("golden/" + name + "_y.npy").asByteArray());
    for (int i = 0; i < samples; i++) {
      int[] output = interpreter.run(slice(x, i, samples));
      assertThat(output).as("sample %s", i).isEqualTo(slice(y, i, samples));
    }
  }

  private static int[] slice(int[] values, int sample, int samples) {
    int length = values.length / samples;
    return Arrays.copyOfRange(values, sample * length, (sample + 1) * length);
  }
}
