package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two sums in a word at the ends of their 16 bits, on cores and on the host. */
class PackedSumsTest {
  private static final Shape INPUT = Shape.of(5, 5, 7);
  private static final int CHANNELS = 6;
  private static final int LENGTH = 3 * 3 * 7;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"cortex-m0,127", "cortex-m3,127", "esp32-c3,127", "esp32,127", "cortex-m0,63"})
  void sumsAtTheEndsAreExact(String name, int magnitude) throws IOException {
    Target target = Targets.load(name);
    FixedNetwork network = network(magnitude);
    GeneratedModel model = GeneratedFolders.write(folder, network, target, "net");
    List<Implementation> all = new ArrayList<>(Verifier.onEmulator(target));
    all.add(HostProgram.gcc());
    VerificationResult result = new Verifier(model).verify(inputs(), all);
    assertThat(result.passed()).as(result.summary()).isTrue();
    assertThat(Files.readString(folder.resolve("net.c"))).contains("net_k_packed_");
  }

  /** All lowest, all highest, and either at random. */
  private static List<int[]> inputs() {
    Random random = new Random(3);
    List<int[]> inputs = new ArrayList<>();
    for (int value : new int[] {-128, 127}) {
      int[] input = new int[INPUT.elements()];
      Arrays.fill(input, value);
      inputs.add(input);
    }
    inputs.add(
        IntStream.range(0, INPUT.elements()).map(i -> random.nextBoolean() ? -128 : 127).toArray());
    return inputs;
  }

  /** Weights of the largest magnitude: of one sign in the first channels, then of both. */
  private static FixedNetwork network(int magnitude) {
    Random random = new Random(magnitude);
    int[] weights =
        IntStream.range(0, CHANNELS * LENGTH)
            .map(
                i ->
                    i < LENGTH || (i >= 2 * LENGTH && random.nextBoolean())
                        ? magnitude
                        : -magnitude)
            .toArray();
    TensorType from = new TensorType(INPUT, QuantizedType.int8(0.05f, -128));
    TensorType to = new TensorType(Shape.of(5, 5, CHANNELS), QuantizedType.int8(0.05f, 4));
    Multiplier multiplier = Multiplier.of(0.0001);
    int[] multipliers = new int[CHANNELS];
    int[] shifts = new int[CHANNELS];
    Arrays.fill(multipliers, multiplier.value());
    Arrays.fill(shifts, multiplier.shift());
    ConvolutionKernel kernel =
        new ConvolutionKernel(
            from,
            to,
            Window.of(3, 3).withPadding(1, 1, 1, 1),
            1,
            false,
            new IntTensor(Shape.of(CHANNELS, 3, 3, 7), ElementType.INT8, weights),
            IntTensor.vector(ElementType.INT32, new int[CHANNELS]),
            new Requantiser(
                IntTensor.vector(ElementType.INT32, multipliers),
                IntTensor.vector(ElementType.INT8, shifts),
                4,
                -128,
                127,
                Rounding.TWICE));
    return new FixedNetwork(
        "ends",
        "input",
        from,
        List.of(new FixedLayer("layer", kernel, List.of("input"), Origin.of("layer"))),
        "layer",
        new Provenance("ends.onnx", "0".repeat(64), Preprocessing.NONE, List.of()));
  }
}
