package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lowrank.verify.VerificationResult.Mismatch;
import lowrank.verify.VerificationResult.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Deliberate faults of arithmetic in generated C: verification fails for each, and names the first
 * layer that computes with it. A fault whose text is not in the C fails its test.
 */
class FaultInjectionTest {
  private static final int INPUTS = 32;

  @TempDir Path folder;
  private final FaultyModel faulty = new FaultyModel();

  private static Arguments fault(String name, String layer, String right, String wrong) {
    return Arguments.of(name, layer, right, wrong);
  }

  static List<Arguments> faults() {
    return List.of(
        fault(
            "rounding constant",
            "conv",
            "multiplier + (1 << 30)",
            "multiplier + ((int64_t)1 << 37)"),
        fault(
            "shift is floored",
            "conv",
            "(value + ((int32_t)1 << (exponent - 1)) + (value >> 31)) >> exponent",
            "value >> exponent"),
        fault(
            "ties of negatives go up",
            "point",
            "((int32_t)1 << (exponent - 1)) + (value >> 31)) >> exponent",
            "((int32_t)1 << (exponent - 1))) >> exponent"),
        fault(
            "half of a single shift is forgotten",
            "dense",
            "const int64_t half = (int64_t)1 << (exponent - 1);",
            "const int64_t half = 0;"),
        fault("lower clamp bound", "depthwise", "value, -120, 127", "value, -119, 127"),
        fault(
            "upper clamp bound",
            "conv",
            "(scaled, 8) - 128;\n\n    return net_clamp(value, -128, 127)",
            "(scaled, 8) - 128;\n\n    return net_clamp(value, -128, 126)"),
        fault("zero point of the output", "point", "(scaled, 8) + 5", "(scaled, 8) + 6"),
        fault("zero point of an input", "sum", "right[i] + 120", "right[i] + 119"),
        fault("sign of a zero point", "sum", "left[i] - 5", "left[i] + 5"),
        fault("padding value", "conv", "memset(window, 9, 27)", "memset(window, 0, 27)"),
        fault(
            "padding value, depthwise",
            "depthwise",
            "memset(window, -128, 36)",
            "memset(window, 0, 36)"),
        fault("shift by one more", "depthwise", "(scaled, 7) - 120", "(scaled, 8) - 120"),
        fault(
            "shift to the wrong side",
            "sum",
            "net_round_shift(net_scale((right[i] + 120) * (1 << 20), 1288490093), 1)",
            "2 * net_scale((right[i] + 120) * (1 << 20), 1288490093)"),
        fault(
            "left shift of the sum",
            "sum",
            "(left[i] - 5) * (1 << 20)",
            "(left[i] - 5) * (1 << 19)"),
        fault("multiplier", "sum", "1431655819", "1430655819"),
        fault(
            "multiplier of another channel",
            "point",
            "net_point_requantise(s2, 2)",
            "net_point_requantise(s2, 1)"),
        fault("bias index", "point", "s3 = net_point_bias[3]", "s3 = net_point_bias[2]"),
        fault(
            "order of weights",
            "depthwise",
            "x1[0] * w[3] + x1[4] * w[4]",
            "x1[0] * w[4] + x1[4] * w[3]"),
        fault("stride", "depthwise", "input[y * 64 + x * 8]", "input[y * 64 + x * 4]"),
        fault("border taken for interior", "conv", "x >= 1 && x < 7", "x >= 1 && x < 8"),
        fault(
            "narrow accumulator",
            "depthwise",
            "int32_t sum = net_depthwise_bias[channel];",
            "int32_t sum = (int8_t)net_depthwise_bias[channel];"),
        fault("start of a maximum", "maximum", "largest = INT8_MIN", "largest = -100"),
        fault("edge of a pool", "maximum", "bottom = y + 2 > 4 ? 4", "bottom = y + 2 > 4 ? 3"),
        fault(
            "average rounded up",
            "average",
            "(sum < 0 ? sum - count / 2 : sum + count / 2) / count",
            "(sum + count / 2) / count"),
        fault("average truncated", "average", "net_divide(sum, 4)", "(sum / 4)"),
        fault(
            "table read by unsigned byte",
            "leaky",
            "net_leaky_table[input[i] + 128]",
            "net_leaky_table[(uint8_t)input[i]]"),
        fault(
            "zero point of a dense layer",
            "dense",
            "net_dense_shifts[channel], 13",
            "net_dense_shifts[channel], 12"),
        fault("Newton steps of the reciprocal", "softmax", "step < 3", "step < 1"));
  }

  @Test
  void withoutAFaultEverythingIsBitExact() throws IOException {
    VerificationResult result = verify(faulty.write(folder, "host"), HostProgram.gcc());
    assertThat(result.passed()).as(result.summary()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultIsFoundInItsLayer(String name, String layer, String right, String wrong)
      throws IOException {
    GeneratedModel model = faulty.write(folder, "host");
    TinyModel.replace(model, "net.c", right, wrong);
    VerificationResult result = verify(model, HostProgram.gcc());
    assertThat(result.passed()).isFalse();
    Run run = result.runs().get(0);
    assertThat(run.first().map(Mismatch::layer)).as(result.summary()).contains(layer);
    assertThat(result.summary()).contains("layer " + layer + ", element ");
  }

  private VerificationResult verify(GeneratedModel model, Implementation implementation) {
    return new Verifier(model).verify(faulty.inputs(INPUTS), List.of(implementation));
  }
}
