package lowrank.importer.pass;

import java.util.Optional;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Operator;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Tensor;

/**
 * Folds a {@link ChannelAffine} into the convolution, dense layer or other affine before it, where
 * that has no activation and no other reader. Each output channel's weights and bias are multiplied
 * by its factor in double precision and rounded once.
 */
public final class AffineFolder implements Pass {
  @Override
  public Network apply(Network network) {
    Rewrite rewrite = new Rewrite(network);
    for (Layer layer : network.layers()) {
      if (!(layer.operator() instanceof ChannelAffine affine) || !fold(rewrite, layer, affine)) {
        rewrite.append(layer);
      }
    }
    return rewrite.finish();
  }

  private static boolean fold(Rewrite rewrite, Layer layer, ChannelAffine affine) {
    String value = layer.inputs().get(0);
    if (!rewrite.readOnce(value)) {
      return false;
    }
    Optional<Layer> before = rewrite.producer(value);
    Optional<Operator> folded = before.flatMap(producer -> folded(producer.operator(), affine));
    folded.ifPresent(
        operator -> {
          rewrite.replaceOperator(before.get().name(), operator);
          rewrite.alias(layer.name(), before.get().name());
        });
    return folded.isPresent();
  }

  private static Optional<Operator> folded(Operator operator, ChannelAffine affine) {
    if (operator instanceof ChannelAffine first) {
      return Optional.of(first.then(affine));
    }
    if (operator instanceof WeightedOperator weighted && weighted.activation().isAll()) {
      return Optional.of(scaled(weighted, affine));
    }
    return Optional.empty();
  }

  private static WeightedOperator scaled(WeightedOperator operator, ChannelAffine affine) {
    double[] weights = operator.weights().toDoubles();
    double[] bias = operator.bias().toDoubles();
    int perChannel = weights.length / bias.length;
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= affine.scale().at(i / perChannel);
    }
    for (int c = 0; c < bias.length; c++) {
      bias[c] = bias[c] * affine.scale().at(c) + affine.offset().at(c);
    }
    return operator.withWeights(
        Tensor.fromDoubles(operator.weights().shape(), weights),
        Tensor.fromDoubles(operator.bias().shape(), bias));
  }
}
