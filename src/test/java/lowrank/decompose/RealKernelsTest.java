package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.Conv2d;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The methods on the trained kernels of ResNet-20. */
class RealKernelsTest {
  private static List<Conv2d> kernels() throws IOException {
    Path model = Path.of(System.getProperty("lowrank.shared", "."), "data/models/resnet20.onnx");
    Assumptions.assumeTrue(
        Files.exists(model), "skipped: the kernels of ResNet-20 need data/models/resnet20.onnx");
    List<Conv2d> kernels = new ArrayList<>();
    for (OnnxMl.TensorProto tensor :
        OnnxMl.ModelProto.parseFrom(Files.readAllBytes(model)).getGraph().getInitializerList()) {
      if (tensor.getDimsCount() == 4) {
        kernels.add(kernel(tensor));
      }
    }
    return kernels;
  }

  /** From output, input, row, column to output, row, column, input. */
  private static Conv2d kernel(OnnxMl.TensorProto tensor) {
    FloatBuffer source =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int[] dims = tensor.getDimsList().stream().mapToInt(Long::intValue).toArray();
    int taps = dims[2] * dims[3];
    float[] values = new float[dims[0] * dims[1] * taps];
    for (int i = 0; i < values.length; i++) {
      int t = i / taps / dims[1];
      int s = i / taps % dims[1];
      values[(t * taps + i % taps) * dims[1] + s] = source.get(i);
    }
    return new Conv2d(
        new Tensor(Shape.of(dims[0], dims[2], dims[3], dims[1]), values),
        Tensor.zeros(Shape.of(dims[0])),
        Window.of(dims[2], dims[3]).withPadding(1, 1, 1, 1),
        1,
        Range.RELU);
  }

  @Test
  void errorsObeyTheBoundsThatTheSpectraSet() throws IOException {
    List<Conv2d> kernels = kernels();
    assertThat(kernels).hasSize(19);
    for (Conv2d kernel : kernels) {
      double inputs = cut("tucker1-in", kernel);
      double outputs = cut("tucker1-out", kernel);
      assertThat(half("tucker1-in", kernel)).isCloseTo(inputs, within(1e-6));
      assertThat(half("tucker1-out", kernel)).isCloseTo(outputs, within(1e-6));
      assertThat(half("spatial", kernel)).isCloseTo(cut("spatial", kernel), within(1e-6));
      assertThat(half("tucker2", kernel))
          .isBetween(
              Math.max(inputs, outputs) - 1e-6,
              Math.sqrt(inputs * inputs + outputs * outputs) + 1e-6);
    }
  }

  @Test
  void cpStaysBoundedAndBeatsItsOrthogonalStart() throws IOException {
    for (Conv2d convolution : kernels().subList(0, 8)) {
      KernelTensor kernel = KernelTensor.of(convolution);
      int rank = CpStarts.limit(kernel) / 8;
      double start =
          new CpAlternation(kernel)
              .start(CpModel.of(CpStarts.nested(kernel), kernel, rank))
              .squaredError();
      Factorization result = Decompositions.named("cp").factorize(convolution, List.of(rank));
      assertThat(result.relativeError()).isLessThan(Math.sqrt(start));
      assertThat(result.chain().get(0).weights().maximumMagnitude())
          .isLessThan(10 * convolution.weights().maximumMagnitude());
    }
  }

  private static double half(String name, Conv2d kernel) {
    Decomposition method = Decompositions.named(name);
    List<Integer> ranks = method.rankLimits(kernel).stream().map(limit -> limit / 2).toList();
    return method.factorize(kernel, ranks).relativeError();
  }

  /** Share of the norm beyond half of the singular values. */
  private static double cut(String name, Conv2d kernel) {
    Spectrum spectrum = Decompositions.named(name).spectra(kernel).get(0);
    int size = spectrum.singularValues().size();
    double cut = 0;
    for (int i = size / 2; i < size; i++) {
      cut += spectrum.singularValue(i) * spectrum.singularValue(i);
    }
    return Math.sqrt(cut / spectrum.energy());
  }
}
