package lowrank.importer.tflite;

import java.util.List;
import org.tensorflow.lite.schema.Operator;

/**
 * An operator of the file.
 *
 * @param index position in the subgraph
 * @param code a constant of TFLite's {@code BuiltinOperator}
 * @param kind that constant's name, or the custom operator's
 * @param inputs tensor indices; -1 for an optional one that is left out
 * @param outputs tensor indices
 * @param table where the options are
 */
record NodeInfo(
    int index, int code, String kind, List<Integer> inputs, List<Integer> outputs, Operator table) {
  /** The same operator as if it had these inputs and outputs. */
  NodeInfo with(List<Integer> otherInputs, List<Integer> otherOutputs) {
    return new NodeInfo(index, code, kind, otherInputs, otherOutputs, table);
  }

  /** Whether input {@code position} is given. */
  boolean has(int position) {
    return position < inputs.size() && inputs.get(position) >= 0;
  }
}
