package lowrank.importer.pass;

import java.util.Optional;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.ActivatedOperator;
import lowrank.operator.Clamp;

/** Fuses a clamp into the operator before it, where that has no other reader. */
public final class ActivationFuser implements Pass {
  @Override
  public Network apply(Network network) {
    Rewrite rewrite = new Rewrite(network);
    for (Layer layer : network.layers()) {
      if (!(layer.operator() instanceof Clamp clamp) || !fuse(rewrite, layer, clamp)) {
        rewrite.append(layer);
      }
    }
    return rewrite.finish();
  }

  private static boolean fuse(Rewrite rewrite, Layer layer, Clamp clamp) {
    String value = layer.inputs().get(0);
    Optional<Layer> before = rewrite.producer(value);
    if (!rewrite.readOnce(value)
        || before.isEmpty()
        || !(before.get().operator() instanceof ActivatedOperator operator)
        || !overlap(operator.activation(), clamp.activation())) {
      return false;
    }
    Range both = operator.activation().then(clamp.activation());
    rewrite.replaceOperator(before.get().name(), operator.withActivation(both));
    rewrite.alias(layer.name(), before.get().name());
    return true;
  }

  /** Two ranges apart would make a constant, which no single range stands for. */
  private static boolean overlap(Range first, Range second) {
    return first.minimum() < second.maximum() && second.minimum() < first.maximum();
  }
}
