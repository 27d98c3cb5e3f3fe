package lowrank.pipeline.search;

import java.util.stream.Stream;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Softmax;

/** Networks of logits, made to give probabilities. */
final class SoftmaxNetworks {
  private SoftmaxNetworks() {}

  static Network behind(Network logits) {
    Layer last = Layer.of("probabilities", new Softmax(1), logits.output());
    return new Network(
        logits.name(),
        logits.input(),
        logits.inputShape(),
        logits.layout(),
        Stream.concat(logits.layers().stream(), Stream.of(last)).toList(),
        last.name(),
        logits.provenance());
  }
}
