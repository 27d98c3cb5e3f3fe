package lowrank.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import lowrank.decompose.RankAnalyzer;
import lowrank.exporter.TestNetworks;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.Network;
import lowrank.oracle.TestQuantizer;
import lowrank.program.FixedNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransposedConvolutionKernelTest {
  @ParameterizedTest
  @CsvSource({
    "deconv2x2_channels_last, 3*4 * 2*2 * 3*5, 720",
    "deconv3x4_cut_channels_last, 4*3 * 3*4 * 2*3, 864",
    "deconv_stride_one_channels_first, 2*5 * 3*1 * 1, 30"
  })
  void multipliesAreCountedAsTheFormulaSays(String name, String formula, long multiplies) {
    Network network = TestNetworks.all().get(name);
    FixedNetwork fixed = TestQuantizer.fixed(network, TestQuantizer.quantize(network));
    Kernel kernel = fixed.layers().get(0).kernel();
    assertThat(kernel.multipliesFormula()).isEqualTo(formula);
    assertThat(kernel.multiplies()).isEqualTo(multiplies).isEqualTo(network.multiplies());
    int[] input = new int[fixed.inputType().shape().elements()];
    assertThat(new FixedPointInterpreter(fixed).trace(input).multiplies())
        .containsExactly(multiplies);
  }

  @ParameterizedTest
  @CsvSource({"auto", "svd", "cp"})
  void decompositionLeavesItAlone(String method) {
    Network network = TestNetworks.all().get("deconv2x2_channels_last");
    assertThat(RankAnalyzer.analyze(network, method).curves()).isEmpty();
    assertThat(RankAnalyzer.analyze(network, method).obstacles())
        .hasToString("{layer0=transposed convolution}");
  }
}
