package lowrank.exporter;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lowrank.onnx.SeamMetadata;

/** Collects the nodes and constants of one graph under unique names. */
final class GraphWriter {
  private static final int BASE_OPSET = 17;
  private final List<NodeProto.Builder> nodes = new ArrayList<>();
  private final List<TensorProto> constants = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<RoundingFunctions> functions = EnumSet.noneOf(RoundingFunctions.class);
  private int opset = BASE_OPSET;

  /** A graph in which {@code reserved}, the network's own names, are taken. */
  GraphWriter(Collection<String> reserved) {
    names.addAll(reserved);
  }

  /** {@code wanted}, or if that is taken the same with the lowest number from 2 that is free. */
  String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /**
   * Adds a node with one output, which gets the node's name made unique.
   *
   * @param inputs value names; empty where an optional input is left out
   * @return the output's name
   */
  String node(String name, String type, List<String> inputs, AttributeProto... attributes) {
    String output = unique(name);
    node(output, type, inputs, output, attributes);
    return output;
  }

  /** Adds a node that writes {@code output}, a name that was reserved before. */
  void node(
      String name, String type, List<String> inputs, String output, AttributeProto... attributes) {
    nodes.add(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(type)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
  }

  /** Adds a call of a function and returns its output's name. */
  String call(String name, RoundingFunctions function, List<String> inputs) {
    functions.add(function);
    String output = node(name, function.title(), inputs);
    nodes.get(nodes.size() - 1).setDomain(SeamMetadata.ROUNDING_DOMAIN);
    return output;
  }

  /** The functions called, in their order of definition. */
  Set<RoundingFunctions> functions() {
    return functions;
  }

  /** Lets the newest node write {@code output} instead of the name that it had. */
  void renameNewestOutput(String output) {
    nodes.get(nodes.size() - 1).setOutput(0, output);
  }

  /** Adds a constant and returns its name. */
  String constant(String name, TensorProto tensor) {
    String unique = unique(name);
    constants.add(tensor.toBuilder().setName(unique).build());
    return unique;
  }

  /** Demands at least this version of the standard operators. */
  void requireOpset(int version) {
    opset = Math.max(opset, version);
  }

  /** Version of the standard operators that the graph needs, 17 at least. */
  int opset() {
    return opset;
  }

  GraphProto build(String name, ValueInfoProto input, List<ValueInfoProto> outputs) {
    GraphProto.Builder graph =
        GraphProto.newBuilder().setName(name).addInput(input).addAllOutput(outputs);
    nodes.forEach(graph::addNode);
    return graph.addAllInitializer(constants).build();
  }
}
