package lowrank.decompose;

import java.util.List;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Add;
import lowrank.operator.Concatenation;
import lowrank.operator.Conv2d;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.Shape;

/** Networks with branches. */
final class Branches {
  private Branches() {}

  /** a, then b and c around which a goes on, sum, d. */
  static Network residual() {
    return network(
        Layer.of("a", convolution(1), "x"),
        Layer.of("b", convolution(2), "a"),
        Layer.of("c", convolution(3), "b"),
        Layer.of("sum", new Add(Range.RELU), "a", "c"),
        Layer.of("d", convolution(4), "sum"));
  }

  /** a, then b, which is joined with the network's input, then d. */
  static Network concatenated() {
    Conv2d reader = Kernels.convolution(3, Window.POINT, 6, 4);
    return network(
        Layer.of("a", convolution(1), "x"),
        Layer.of("b", convolution(2), "a"),
        Layer.of("joined", new Concatenation(2), "x", "b"),
        Layer.of("d", reader, "joined"),
        Layer.of("e", convolution(5), "d"));
  }

  private static Conv2d convolution(long seed) {
    return Kernels.convolution(3, Window.of(3, 3).withPadding(1, 1, 1, 1), 3, seed);
  }

  private static Network network(Layer... layers) {
    return new Network(
        "branches",
        "x",
        Shape.of(4, 4, 3),
        InputLayout.CHANNELS_LAST,
        List.of(layers),
        layers[layers.length - 1].name(),
        new Provenance("branches.onnx", "00", Preprocessing.NONE, List.of()));
  }
}
