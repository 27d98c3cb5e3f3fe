package lowrank.exporter;

import lowrank.network.Layer;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.WeightedOperator;

/** How values and weights stand in the graph: as float32, or as integers with their scales. */
interface Precision {
  /** Takes the graph's input and returns the name of the value that layers read. */
  String input(GraphWriter graph, String input);

  /** Name under which a layer's nodes have to leave its result. */
  String resultName(GraphWriter graph, Layer layer);

  /** Called after a layer's nodes: makes the value called as the layer from its result. */
  void finish(GraphWriter graph, Layer layer, String result);

  /**
   * Writes a layer's weights and bias as constants.
   *
   * @param dimensions of the weights in the graph
   * @param order entry i is the index, in the operator's weights, of the graph's element i
   * @param outputAxis dimension in the graph that is the output channel
   */
  Parameters parameters(
      GraphWriter graph,
      Layer layer,
      WeightedOperator operator,
      long[] dimensions,
      int[] order,
      int outputAxis);

  /**
   * Writes the constant operand of an operation.
   *
   * @param dimensions of the constant in the graph
   * @param order entry i is the index, in the operator's constant, of the graph's element i
   * @return name of the float value that holds it
   */
  String operand(
      GraphWriter graph, Layer layer, ConstantArithmetic operator, long[] dimensions, int[] order);

  /** Names of the float values that hold weights and bias. */
  record Parameters(String weights, String bias) {}
}
