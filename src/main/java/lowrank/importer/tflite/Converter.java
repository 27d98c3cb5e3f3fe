package lowrank.importer.tflite;

/** Adds what one operator of the file means to the network under construction. */
@FunctionalInterface
interface Converter {
  /**
   * Adds layers and registers the value of the node's output.
   *
   * @throws lowrank.diagnostic.CompileException if the node has a form that is not supported
   */
  void convert(NodeInfo node, GraphBuilder graph);
}
