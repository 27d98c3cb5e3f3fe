package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.SizeBudget;
import lowrank.onnx.SeamMetadata;

/**
 * A parsed ONNX file with one input and one output.
 *
 * @param file path as the user gave it
 * @param opset version of the standard operators
 * @param input the one input that is not an initializer
 * @param output name of the one output
 * @param initializers by name
 * @param nodes those that the output depends on, in the file's order, {@code QLinear} ones as what
 *     they mean
 * @param metadata what this tool wrote into the file, if it did
 */
record ModelFile(
    String file,
    int opset,
    ValueInfoProto input,
    String output,
    Map<String, TensorProto> initializers,
    List<Node> nodes,
    Optional<SeamMetadata> metadata) {
  private static final int OLDEST_OPSET = 7;
  private static final int NEWEST_OPSET = 21;

  /** SHA-256 in lower-case hexadecimal, or its beginning. */
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{0,64}");

  /**
   * Parses a file.
   *
   * @throws CompileException if it is damaged, or has several inputs or outputs
   */
  static ModelFile parse(String file, byte[] bytes) {
    ModelProto model = proto(file, bytes);
    int opset = opset(file, model);
    GraphProto graph = model.getGraph();
    SizeBudget.checkNodes(file, graph.getNodeCount());
    Map<String, TensorProto> initializers = new LinkedHashMap<>();
    graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(input -> !initializers.containsKey(input.getName()))
            .toList();
    if (inputs.size() != 1) {
      throw several(file, "input", inputs);
    }
    if (graph.getOutputCount() != 1) {
      throw several(file, "output", graph.getOutputList());
    }
    String output = graph.getOutput(0).getName();
    List<Node> nodes = new ArrayList<>();
    for (NodeProto node : live(file, graph, output)) {
      nodes.addAll(QLinearNodes.expand(new Node(file, opset, node)));
    }
    return new ModelFile(
        file, opset, inputs.get(0), output, initializers, nodes, metadata(file, model));
  }

  private static ModelProto proto(String file, byte[] bytes) {
    if (bytes.length == 0) {
      throw new CompileException(Fault.NOT_A_MODEL, file, "the file is empty");
    }
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new CompileException(Fault.NOT_A_MODEL, file, "not ONNX or TFLite, or cut short");
    }
    if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
      throw new CompileException(Fault.NOT_A_MODEL, file, "it has no graph");
    }
    return model;
  }

  private static int opset(String file, ModelProto model) {
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        if (set.getVersion() < OLDEST_OPSET || set.getVersion() > NEWEST_OPSET) {
          throw new CompileException(
              Fault.UNSUPPORTED_OPSET, file, set.getVersion(), OLDEST_OPSET, NEWEST_OPSET);
        }
        return (int) set.getVersion();
      }
    }
    throw new CompileException(Fault.NOT_A_MODEL, file, "it names no operator set");
  }

  private static CompileException several(String file, String what, List<ValueInfoProto> ends) {
    List<String> names = ends.stream().map(ValueInfoProto::getName).toList();
    String count = ends.isEmpty() ? "no " + what : ends.size() + " " + what + "s " + names;
    return new CompileException(Fault.SEVERAL_ENDS, file, count);
  }

  private static Collection<NodeProto> live(String file, GraphProto graph, String output) {
    Map<String, NodeProto> producers = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      for (String value : node.getOutputList()) {
        if (!value.isEmpty() && producers.put(value, node) != null) {
          throw new CompileException(
              Fault.NOT_A_MODEL, file, "two nodes compute the value " + value);
        }
      }
    }
    Set<String> reached = new HashSet<>();
    Deque<String> pending = new ArrayDeque<>(List.of(output));
    while (!pending.isEmpty()) {
      String value = pending.remove();
      if (reached.add(value) && producers.containsKey(value)) {
        pending.addAll(producers.get(value).getInputList());
      }
    }
    return graph.getNodeList().stream()
        .filter(node -> node.getOutputList().stream().anyMatch(reached::contains))
        .toList();
  }

  private static Optional<SeamMetadata> metadata(String file, ModelProto model) {
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (entry.getKey().equals(SeamMetadata.KEY)) {
        SeamMetadata metadata;
        try {
          metadata = SeamMetadata.fromJson(entry.getValue());
        } catch (IllegalArgumentException e) {
          throw damaged(file, e.getMessage());
        }
        if (metadata == null
            || metadata.name() == null
            || metadata.layout() == null
            || metadata.provenance() == null
            || metadata.origins() == null) {
          throw damaged(file, "a field is missing");
        }
        if (!HASH.matcher(String.valueOf(metadata.provenance().sha256())).matches()) {
          throw damaged(file, "its hash is none");
        }
        return Optional.of(metadata);
      }
    }
    return Optional.empty();
  }

  private static CompileException damaged(String file, String why) {
    return new CompileException(
        Fault.NOT_A_MODEL, file, "its metadata " + SeamMetadata.KEY + " is damaged: " + why);
  }
}
