package lowrank.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Dense;
import lowrank.operator.Tanh;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LayerExaminerTest {
  private static final Map<String, QuantizedType> TYPES =
      Map.of(
          "input", QuantizedType.int8(0.5f, 3),
          "dense", QuantizedType.int8(1, 0),
          "tanh", new Tanh().fixedOutputType());

  /** Three outputs: ordinary weights, one that is twenty times the others, none. */
  private static Network network() {
    float[] weights = {1, -0.5f, 0.75f, 1, 20, -1, 1, 0.5f, 0, 0, 0, 0};
    Dense dense = new Dense(new Tensor(Shape.of(3, 4), weights), Tensor.vector(1, 0, 0), Range.ALL);
    return TestNetworks.network(
        "sick",
        Shape.of(4),
        InputLayout.CHANNELS_LAST,
        Layer.of("dense", dense, "input"),
        Layer.of("tanh", new Tanh(), "dense"));
  }

  @Test
  void outliersAndDeadChannelsAreFound() {
    Quantization quantization = Quantizer.quantize(network(), TYPES);
    List<LayerDiagnosis> layers = LayerExaminer.examine(network(), quantization, Optional.empty());
    assertThat(layers).extracting(LayerDiagnosis::name).containsExactly("dense", "tanh");
    WeightHealth weights = layers.get(0).weights();
    assertThat(weights.minimum()).isEqualTo(-1);
    assertThat(weights.maximum()).isEqualTo(20);
    assertThat(weights.outlierRatio()).isCloseTo(20, offset(1e-6));
    assertThat(weights.outlierChannel()).isEqualTo(1);
    assertThat(weights.outlierChannels()).isEqualTo(1);
    assertThat(weights.deadChannels()).containsExactly(2);
    assertThat(weights.snrDecibels()).isBetween(40.0, 70.0);
    assertThat(layers.get(1).weights()).isNull();
  }

  @Test
  void percentileLeavesOutAThousandth() {
    float[] weights = new float[4000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i < 3 ? 30 : 1;
    }
    Dense dense = new Dense(new Tensor(Shape.of(1, 4000), weights), Tensor.vector(0), Range.ALL);
    Network network =
        TestNetworks.network(
            "wide", Shape.of(4000), InputLayout.CHANNELS_LAST, Layer.of("dense", dense, "input"));
    Quantization quantization = Quantizer.quantize(network, TYPES);
    assertThat(
            LayerExaminer.examine(network, quantization, Optional.empty())
                .get(0)
                .weights()
                .outlierRatio())
        .isCloseTo(30, offset(1e-6));
  }

  @Test
  void headroomIsExactWithScalesAndCautiousWithout() {
    Quantization quantization = Quantizer.quantize(network(), TYPES);
    LayerDiagnosis cautious =
        LayerExaminer.examine(network(), quantization, Optional.empty()).get(0);
    // 127 + 64 + 95 + 127 is the largest sum of magnitudes, 255 the largest centred input.
    assertThat(cautious.accumulatorBound()).isEqualTo(413L * 255);
    assertThat(cautious.headroomBits()).isCloseTo(14.316, offset(0.001));
    LayerDiagnosis exact =
        LayerExaminer.examine(
                network(),
                quantization,
                Optional.of(FixedNetworkBuilder.build(network(), quantization)))
            .get(0);
    // Zero point 3: inputs reach -131; the bias of 1 is 254 at scale 0.5 / 127.
    assertThat(exact.accumulatorBound()).isEqualTo(413L * 131 + 254);
    assertThat(exact.headroomBits()).isGreaterThan(cautious.headroomBits());
  }
}
