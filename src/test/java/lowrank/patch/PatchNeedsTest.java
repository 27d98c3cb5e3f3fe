package lowrank.patch;

import static org.assertj.core.api.Assertions.assertThat;

import lowrank.exporter.TestNetworks;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.Operator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PatchNeedsTest {
  private static final Window SAME = Window.of(3, 3).withPadding(1, 1, 1, 1);

  private static Operator convolution(int groups) {
    Shape shape = Shape.of(8, 3, 3, 4 / groups);
    return new Conv2d(Tensor.zeros(shape), Tensor.zeros(Shape.of(8)), SAME, groups, Range.ALL);
  }

  private static int inputs(Shape input, Layer... layers) {
    Network network = TestNetworks.network("needs", input, InputLayout.CHANNELS_LAST, layers);
    return PatchNeeds.inputs(network);
  }

  @Test
  void aConvolutionIsSeenAtManyPixelsOfEachInput() {
    Layer conv = Layer.of("conv", convolution(1), "input");
    assertThat(inputs(Shape.of(6, 6, 4), conv)).isEqualTo(2);
    assertThat(inputs(Shape.of(1, 1, 4), conv)).isEqualTo(2 * 36);
    Layer halves = Layer.of("conv", convolution(2), "input");
    assertThat(inputs(Shape.of(1, 1, 4), halves)).isEqualTo(2 * 18);
  }

  @Test
  void aDenseLayerSeesOnePatchOfEachInput() {
    Layer conv = Layer.of("conv", convolution(1), "input");
    Dense dense = new Dense(Tensor.zeros(Shape.of(7, 288)), Tensor.zeros(Shape.of(7)), Range.ALL);
    assertThat(inputs(Shape.of(6, 6, 4), conv, Layer.of("dense", dense, "conv")))
        .isEqualTo(2 * 288);
  }
}
