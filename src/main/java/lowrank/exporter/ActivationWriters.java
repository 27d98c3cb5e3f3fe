package lowrank.exporter;

import static lowrank.exporter.Protos.integer;
import static lowrank.exporter.Protos.real;

import java.util.List;
import lowrank.operator.HardSwish;
import lowrank.operator.LeakyRelu;
import lowrank.operator.Softmax;

/** Writers of the activation functions that have parameters. */
final class ActivationWriters {
  private ActivationWriters() {}

  static void leakyRelu(LeakyRelu operator, LayerWriter layer) {
    layer.main("LeakyRelu", layer.inputs(), real("alpha", operator.alpha()));
  }

  static void hardSwish(HardSwish operator, LayerWriter layer) {
    layer.main("HardSwish", layer.inputs());
  }

  static void softmax(Softmax operator, LayerWriter layer) {
    int rank = layer.inputShape().rank();
    if (rank == 0) {
      throw new IllegalArgumentException("softmax of a scalar has no axis");
    }
    String value = layer.inputs().get(0);
    if (operator.beta() != 1) {
      String beta = layer.constant("beta", Protos.floats(new float[] {operator.beta()}));
      value = layer.helper("scaled", "Mul", List.of(value, beta));
    }
    layer.main("Softmax", List.of(value), integer("axis", ChannelsFirst.axis(rank - 1, rank)));
  }
}
