package lowrank.importer.pass;

import java.util.Optional;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Softmax;

/**
 * Takes a {@link ChannelAffine} that multiplies all channels by one positive factor into the
 * softmax behind it, its only reader, whose exponent has a factor of its own.
 */
public final class SoftmaxScaler implements Pass {
  @Override
  public Network apply(Network network) {
    Rewrite rewrite = new Rewrite(network);
    for (Layer layer : network.layers()) {
      rewrite.append(layer);
      if (layer.operator() instanceof Softmax softmax) {
        scale(rewrite, layer, softmax);
      }
    }
    return new DeadLayerRemover().apply(rewrite.finish());
  }

  private static void scale(Rewrite rewrite, Layer layer, Softmax softmax) {
    String value = layer.inputs().get(0);
    Optional<Layer> before = rewrite.producer(value);
    if (!rewrite.readOnce(value)
        || before.isEmpty()
        || !(before.get().operator() instanceof ChannelAffine affine)
        || !affine.isUniformFactor()) {
      return;
    }
    float beta = softmax.beta() * affine.scale().at(0);
    if (beta > 0 && Float.isFinite(beta)) {
      rewrite.append(
          new Layer(layer.name(), new Softmax(beta), before.get().inputs(), layer.origin()));
    }
  }
}
