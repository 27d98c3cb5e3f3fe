package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.SizeBudget;
import lowrank.importer.pass.PassRunner;
import lowrank.network.ImportedModel;
import lowrank.network.InputLayout;
import lowrank.network.ModelSurvey;
import lowrank.network.Network;
import lowrank.network.SourceNode;
import lowrank.network.SourceNode.Support;
import lowrank.onnx.SeamMetadata;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;

/**
 * Reads ONNX models of operator sets 7 to 21 (ONNX specification, IR.md and Operators.md), float or
 * quantised with QuantizeLinear and DequantizeLinear. A batch dimension that is dynamic counts as
 * 1.
 */
public final class OnnxImporter {
  /** Nodes whose value depends on their input's dimensions only. */
  private static final Set<String> SHAPE_NODES = Set.of("Shape", "Size");

  /** ONNX's numbers of float8, uint4 and int4 elements. */
  private static final Set<Integer> PACKED = Set.of(17, 18, 19, 20, 21, 22);

  private final ModelFile model;
  private final Set<String> constants = new HashSet<>();

  private OnnxImporter(ModelFile model) {
    this.model = model;
  }

  /**
   * Imports a model.
   *
   * @param file path as the user gave it, for messages and for weights kept in files next to it
   * @param bytes the file's content
   * @throws CompileException if the file is damaged or holds what cannot be imported; unsupported
   *     operators are all named at once
   */
  public static ImportedModel read(String file, byte[] bytes) {
    try {
      return new OnnxImporter(ModelFile.parse(file, bytes)).read();
    } catch (IllegalArgumentException e) {
      throw new CompileException(Fault.NOT_A_MODEL, file, e.getMessage());
    }
  }

  /** Names of the operators that are read, sorted. */
  public static List<String> operators() {
    return OperatorTable.names();
  }

  /**
   * All operators of a model with what can be made of each, and the part of its network that does
   * not depend on an unsupported one.
   *
   * @throws CompileException if the file is damaged or is no model with one input and one output
   */
  public static ModelSurvey survey(String file, byte[] bytes) {
    try {
      return new OnnxImporter(ModelFile.parse(file, bytes)).survey();
    } catch (IllegalArgumentException e) {
      throw new CompileException(Fault.NOT_A_MODEL, file, e.getMessage());
    }
  }

  private ModelSurvey survey() {
    findUnsupported();
    InputReader.Input first = InputReader.read(model, inputName());
    Graph graph = graph(first);
    defineConstants(graph);
    Set<String> unknown = new HashSet<>();
    List<SourceNode> nodes = new ArrayList<>();
    for (Node node : model.nodes()) {
      nodes.add(survey(node, graph, unknown));
      if (nodes.get(nodes.size() - 1).obstacle()) {
        unknown.addAll(node.proto().getOutputList());
      }
    }
    return new ModelSurvey(nodes, partial(graph, first));
  }

  private SourceNode survey(Node node, Graph graph, Set<String> unknown) {
    Support support = isConstant(node) ? Support.CONSTANT : Support.SUPPORTED;
    String note = "";
    if (support != Support.CONSTANT && !OperatorTable.contains(node)) {
      support = Support.UNSUPPORTED;
      note = "not implemented; replace it in the model before exporting";
    } else if (node.proto().getInputList().stream().anyMatch(unknown::contains)) {
      support = Support.UNREACHED;
      note = "reads the output of an unsupported operator";
    } else {
      try {
        readNode(node, graph);
      } catch (CompileException e) {
        support = Support.UNSUPPORTED;
        note = e.getMessage();
      }
    }
    return new SourceNode(node.label(), node.kind(), support, note);
  }

  /** The layers so far as a float network whose last one is the output. */
  private Optional<ImportedModel> partial(Graph graph, InputReader.Input first) {
    if (graph.layers().isEmpty()) {
      return Optional.empty();
    }
    String last = graph.layers().get(graph.layers().size() - 1).name();
    Network network = network(graph, first, last);
    return Optional.of(
        new ImportedModel(
            PassRunner.run(network, PassRunner.PARTIAL, (pass, result) -> {}), Optional.empty()));
  }

  private ImportedModel read() {
    refuseUnsupported();
    QLinearNodes.checkRead(model.nodes(), integerInput());
    InputReader.Input first = InputReader.read(model, inputName());
    Graph graph = graph(first);
    defineConstants(graph);
    model.nodes().forEach(node -> readNode(node, graph));
    Network network = network(graph, first);
    network = PassRunner.run(network, PassRunner.STANDARD, (pass, result) -> {});
    return QuantizationResolver.resolve(
        model.file(), network, graph.weights(), model.metadata().isEmpty());
  }

  /** The input's name if it holds integers. */
  private Set<String> integerInput() {
    int type = model.input().getType().getTensorType().getElemType();
    boolean integers = type == DataType.INT8.getNumber() || type == DataType.UINT8.getNumber();
    return new HashSet<>(integers ? Set.of(model.input().getName()) : Set.of());
  }

  private String inputName() {
    String name = model.input().getName();
    return model.metadata().isPresent() ? name : Names.plain(name);
  }

  private Graph graph(InputReader.Input first) {
    Map<String, Origin> origins =
        model.metadata().map(SeamMetadata::origins).orElse(new LinkedHashMap<>());
    Names names = new Names(inputName(), origins.keySet());
    return new Graph(
        names, origins, new SizeBudget(model.file()), model.input().getName(), first.view());
  }

  /** Finds out which nodes have constant values; the others that cannot be imported. */
  private List<String> findUnsupported() {
    constants.addAll(model.initializers().keySet());
    List<String> unsupported = new ArrayList<>();
    for (Node node : model.nodes()) {
      if (isConstant(node)) {
        constants.addAll(node.proto().getOutputList());
      } else if (!OperatorTable.contains(node)) {
        unsupported.add(node.kind() + " (" + node.label() + ")");
      }
    }
    return unsupported;
  }

  private void refuseUnsupported() {
    List<String> unsupported = findUnsupported();
    if (!unsupported.isEmpty()) {
      throw new CompileException(
          Fault.UNSUPPORTED_OPERATORS, model.file(), String.join(", ", unsupported));
    }
  }

  private boolean isConstant(Node node) {
    if (!node.isStandard()) {
      return false;
    }
    List<String> inputs =
        node.proto().getInputList().stream().filter(input -> !input.isEmpty()).toList();
    return node.kind().equals("Constant")
        || SHAPE_NODES.contains(node.kind())
        || (!inputs.isEmpty() && constants.containsAll(inputs) && ConstantFolder.folds(node));
  }

  private void defineConstants(Graph graph) {
    Set<String> read = new HashSet<>();
    model.nodes().forEach(node -> read.addAll(node.proto().getInputList()));
    for (TensorProto tensor : model.initializers().values()) {
      if (read.contains(tensor.getName())) {
        graph.define(tensor.getName(), checked(tensor));
      }
    }
  }

  private void readNode(Node node, Graph graph) {
    try {
      if (isConstant(node)) {
        readConstant(node, graph);
      } else {
        OperatorTable.read(node, graph);
      }
    } catch (IllegalArgumentException e) {
      throw node.malformed(e.getMessage());
    }
  }

  private Constant checked(TensorProto tensor) {
    if (PACKED.contains(tensor.getDataType())) {
      throw packed(tensor);
    }
    TensorProto inlined = ExternalData.inlined(model.file(), tensor);
    try {
      Tensors.check(inlined);
    } catch (IllegalArgumentException e) {
      throw new CompileException(
          Fault.NOT_A_MODEL, model.file(), "constant " + tensor.getName() + ": " + e.getMessage());
    }
    return Constant.of(inlined);
  }

  private CompileException packed(TensorProto tensor) {
    String reader =
        model.nodes().stream()
            .filter(node -> node.proto().getInputList().contains(tensor.getName()))
            .map(Node::label)
            .findFirst()
            .orElse(tensor.getName());
    return new CompileException(
        Fault.BAD_QUANTIZATION,
        model.file(),
        reader,
        "constant " + tensor.getName() + " is int4 or float8",
        "quantise to int8");
  }

  private void readConstant(Node node, Graph graph) {
    boolean dequantized =
        node.kind().equals("Transpose") && graph.constant(node, 0).integers().isPresent();
    if (node.kind().equals("Constant")) {
      graph.define(node.output(), checked(ConstantFolder.literal(node)));
    } else if (SHAPE_NODES.contains(node.kind()) && !graph.isConstant(node.input(0))) {
      graph.define(node.output(), Constant.of(shape(node, graph.view(node, 0))));
    } else if (node.kind().equals("DequantizeLinear")) {
      QuantizationNodes.dequantize(node, graph);
    } else if (dequantized) {
      QuantizationNodes.transpose(node, graph);
    } else {
      ConstantFolder.fold(node, graph);
    }
    if (node.hasInput(0)) {
      graph.computedFrom(node.output(), node.input(0));
    }
  }

  private static TensorProto shape(Node node, View view) {
    if (node.kind().equals("Size")) {
      return Tensors.ofLongs(List.of(view.shape().elements())).toBuilder().clearDims().build();
    }
    int rank = view.rank();
    int start = bound(node.integer("start", 0), rank);
    int end = Math.max(start, bound(node.integer("end", rank), rank));
    return Tensors.ofLongs(
        IntStream.range(start, end).mapToObj(axis -> view.dimensions().get(axis)).toList());
  }

  private static int bound(int given, int rank) {
    return Math.max(0, Math.min(rank, given < 0 ? given + rank : given));
  }

  private Network network(Graph graph, InputReader.Input first) {
    View output =
        graph
            .view(model.output())
            .orElseThrow(() -> wrongOutput("does not depend on the input", "export it again"));
    if (output.value().equals(first.view().value())) {
      throw wrongOutput("is the input, nothing is computed", "give a model with layers");
    }
    if (!output.ordered() && !output.isImage()) {
      Node last = model.nodes().get(model.nodes().size() - 1);
      output = Reordering.toOrder(last, graph, output);
    }
    return network(graph, first, output.value());
  }

  private Network network(Graph graph, InputReader.Input first, String output) {
    String file = Path.of(model.file()).getFileName().toString();
    String name = file.replaceFirst("(?i)\\.onnx$", "");
    Provenance provenance = new Provenance(file, "", Preprocessing.NONE, List.of());
    InputLayout layout = first.layout();
    return new Network(
        model.metadata().map(SeamMetadata::name).orElse(name),
        first.view().value(),
        first.view().shape(),
        model.metadata().map(SeamMetadata::layout).orElse(layout),
        graph.layers(),
        output,
        model.metadata().map(SeamMetadata::provenance).orElse(provenance));
  }

  private CompileException wrongOutput(String what, String remedy) {
    return new CompileException(
        Fault.UNSUPPORTED_FORM, model.file(), model.output(), "the output " + what, remedy);
  }
}
