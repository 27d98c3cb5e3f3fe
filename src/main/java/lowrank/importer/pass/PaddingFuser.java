package lowrank.importer.pass;

import java.util.List;
import java.util.Optional;
import lowrank.kernel.Window;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.operator.Pad;

/**
 * Fuses a padding of rows and columns with zeros into the convolution after it, where nobody else
 * reads it. Exact for integers too: both pad with the zero point.
 */
public final class PaddingFuser implements Pass {
  @Override
  public Network apply(Network network) {
    Rewrite rewrite = new Rewrite(network);
    for (Layer layer : network.layers()) {
      rewrite.append(fused(rewrite, layer).orElse(layer));
    }
    return new DeadLayerRemover().apply(rewrite.finish());
  }

  private static Optional<Layer> fused(Rewrite rewrite, Layer layer) {
    if (!(layer.operator() instanceof Conv2d convolution)) {
      return Optional.empty();
    }
    String value = layer.inputs().get(0);
    return rewrite
        .producer(value)
        .filter(before -> rewrite.readOnce(value))
        .filter(before -> before.operator() instanceof Pad pad && zerosAroundImage(pad))
        .map(before -> fused(layer, convolution, (Pad) before.operator(), before.inputs()));
  }

  private static boolean zerosAroundImage(Pad pad) {
    return pad.value() == 0 && pad.before().get(2) == 0 && pad.after().get(2) == 0;
  }

  private static Layer fused(Layer layer, Conv2d convolution, Pad pad, List<String> inputs) {
    Window window = convolution.window();
    Window padded =
        window.withPadding(
            window.padTop() + pad.before().get(0),
            window.padLeft() + pad.before().get(1),
            window.padBottom() + pad.after().get(0),
            window.padRight() + pad.after().get(1));
    Conv2d operator =
        new Conv2d(
            convolution.weights(),
            convolution.bias(),
            padded,
            convolution.groups(),
            convolution.activation());
    return new Layer(layer.name(), operator, inputs, layer.origin());
  }
}
