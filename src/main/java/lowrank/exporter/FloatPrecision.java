package lowrank.exporter;

import lowrank.network.Layer;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.WeightedOperator;

/** Everything is float32. */
final class FloatPrecision implements Precision {
  @Override
  public String input(GraphWriter graph, String input) {
    return input;
  }

  @Override
  public String resultName(GraphWriter graph, Layer layer) {
    return layer.name();
  }

  @Override
  public void finish(GraphWriter graph, Layer layer, String result) {
    // The result is the layer's value.
  }

  @Override
  public Parameters parameters(
      GraphWriter graph,
      Layer layer,
      WeightedOperator operator,
      long[] dimensions,
      int[] order,
      int outputAxis) {
    float[] values = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      values[i] = operator.weights().at(order[i]);
    }
    return new Parameters(
        graph.constant(layer.name() + "/weights", Protos.floats(values, dimensions)),
        graph.constant(
            layer.name() + "/bias",
            Protos.floats(operator.bias().toArray(), operator.bias().size())));
  }

  @Override
  public String operand(
      GraphWriter graph, Layer layer, ConstantArithmetic operator, long[] dimensions, int[] order) {
    float[] real = operator.real();
    float[] values = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      values[i] = real[order[i]];
    }
    return graph.constant(layer.name() + "/constant", Protos.floats(values, dimensions));
  }
}
