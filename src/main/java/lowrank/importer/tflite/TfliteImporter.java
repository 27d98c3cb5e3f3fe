package lowrank.importer.tflite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.importer.pass.PaddingFuser;
import lowrank.importer.pass.PassRunner;
import lowrank.network.ImportedModel;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.ModelSurvey;
import lowrank.network.Network;
import lowrank.network.NetworkChecker;
import lowrank.network.Quantization;
import lowrank.network.SourceNode;
import lowrank.network.SourceNode.Support;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * Reads TFLite models with one input and one output: float32, and int8 or int16 (with int8 weights)
 * after TFLite's quantisation specification. Constants of a float model may be float16 or int8
 * (post-training float16 and dynamic-range quantisation); they are dequantised. An int8 model keeps
 * its integers, so that running them gives TFLite's reference results to the bit.
 */
public final class TfliteImporter {
  private TfliteImporter() {}

  /**
   * Reads a model. Quantisation steps at its ends are dropped: the network of an int8 model takes
   * and gives integers.
   *
   * @param file name for messages
   * @param bytes the file's contents
   * @throws CompileException if the file is damaged or holds something unsupported
   */
  public static ImportedModel read(String file, byte[] bytes) {
    ModelFile model = ModelFile.open(file, bytes);
    checkEnds(model);
    List<NodeInfo> nodes = live(model);
    checkSupported(model, nodes);
    return build(model, nodes);
  }

  /** Names of the operators that are read, sorted. */
  public static List<String> operators() {
    return Converters.names();
  }

  /**
   * All operators of a model with what can be made of each, and the part of its network that does
   * not depend on an unsupported one.
   *
   * @throws CompileException if the file is damaged or is no model with one input and one output
   */
  public static ModelSurvey survey(String file, byte[] bytes) {
    ModelFile model = ModelFile.open(file, bytes);
    checkEnds(model);
    GraphBuilder graph = graph(model);
    Set<Integer> unknown = new HashSet<>();
    List<SourceNode> nodes = new ArrayList<>();
    for (NodeInfo node : live(model)) {
      nodes.add(survey(node, graph, unknown));
      if (nodes.get(nodes.size() - 1).obstacle()) {
        unknown.addAll(node.outputs());
      }
    }
    return new ModelSurvey(nodes, partial(model, graph));
  }

  private static SourceNode survey(NodeInfo node, GraphBuilder graph, Set<Integer> unknown) {
    boolean constant = node.outputs().stream().anyMatch(graph.constants()::given);
    Support support = constant ? Support.CONSTANT : Support.SUPPORTED;
    String note = "";
    if (!constant && Converters.of(node.code()) == null) {
      support = Support.UNSUPPORTED;
      note = "not implemented; replace it in the model before exporting";
    } else if (node.inputs().stream().anyMatch(unknown::contains)) {
      support = Support.UNREACHED;
      note = "reads the output of an unsupported operator";
    } else if (!constant) {
      try {
        Converters.of(node.code()).convert(node, graph);
      } catch (CompileException e) {
        support = Support.UNSUPPORTED;
        note = e.getMessage();
      }
    }
    return new SourceNode("node " + node.index(), node.kind(), support, note);
  }

  /** The layers so far as a float network whose last one is the output. */
  private static Optional<ImportedModel> partial(ModelFile model, GraphBuilder graph) {
    if (graph.layers().isEmpty()) {
      return Optional.empty();
    }
    String last = graph.layers().get(graph.layers().size() - 1).name();
    Network network = new PaddingFuser().apply(network(model, graph, last));
    return Optional.of(
        new ImportedModel(
            PassRunner.run(network, PassRunner.PARTIAL, (pass, result) -> {}), Optional.empty()));
  }

  private static GraphBuilder graph(ModelFile model) {
    LayerNames names = new LayerNames(model);
    GraphBuilder graph = new GraphBuilder(model, new Constants(model), names);
    TensorInfo input = model.tensor(model.inputs().get(0));
    graph.input(input, names.input(input));
    return graph;
  }

  private static Network network(ModelFile model, GraphBuilder graph, String output) {
    TensorInfo input = model.tensor(model.inputs().get(0));
    return new Network(
        name(model.file()),
        graph.value(input.index()).name(),
        graph.shape(input),
        InputLayout.CHANNELS_LAST,
        graph.layers(),
        output,
        new Provenance(model.file(), "", Preprocessing.NONE, List.of()));
  }

  private static void checkEnds(ModelFile model) {
    if (model.inputs().size() != 1 || model.outputs().size() != 1) {
      throw new CompileException(
          Fault.SEVERAL_ENDS,
          model.file(),
          model.inputs().size() + " inputs and " + model.outputs().size() + " outputs");
    }
  }

  /** The nodes that the output depends on through activations, in the file's order. */
  private static List<NodeInfo> live(ModelFile model) {
    Set<Integer> needed = new HashSet<>(model.outputs());
    List<NodeInfo> live = new ArrayList<>();
    for (int i = model.nodes().size() - 1; i >= 0; i--) {
      NodeInfo node = model.nodes().get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        live.add(0, node);
        boolean shapeGiven = node.code() == BuiltinOperator.RESHAPE;
        needed.addAll(shapeGiven && node.has(0) ? node.inputs().subList(0, 1) : node.inputs());
      }
    }
    return live;
  }

  private static void checkSupported(ModelFile model, List<NodeInfo> nodes) {
    String unsupported =
        nodes.stream()
            .filter(node -> Converters.of(node.code()) == null)
            .map(node -> node.kind() + " (node " + node.index() + ")")
            .collect(Collectors.joining(", "));
    if (!unsupported.isEmpty()) {
      throw new CompileException(Fault.UNSUPPORTED_OPERATORS, model.file(), unsupported);
    }
  }

  private static ImportedModel build(ModelFile model, List<NodeInfo> nodes) {
    GraphBuilder graph = graph(model);
    for (NodeInfo node : nodes) {
      boolean constant = node.outputs().stream().anyMatch(graph.constants()::given);
      if (!constant) {
        Converters.of(node.code()).convert(node, graph);
      }
    }
    Value output = graph.value(model.outputs().get(0));
    if (output == null || graph.isNetworkInput(output)) {
      throw new CompileException(
          Fault.NOT_A_MODEL, model.file(), "the output does not depend on the input");
    }
    String outputName = graph.shaped(output);
    Network walked = network(model, graph, outputName);
    NetworkChecker.check(walked);
    Network network = new PaddingFuser().apply(walked);
    return graph.types().isEmpty()
        ? new ImportedModel(
            PassRunner.run(network, PassRunner.FLOAT, (pass, result) -> {}), Optional.empty())
        : quantised(model, network, graph);
  }

  private static ImportedModel quantised(ModelFile model, Network network, GraphBuilder graph) {
    Map<String, QuantizedType> types = new LinkedHashMap<>();
    List<String> values = new ArrayList<>(List.of(network.input()));
    network.layers().stream().map(Layer::name).forEach(values::add);
    for (String value : values) {
      if (!graph.types().containsKey(value)) {
        throw new CompileException(
            Fault.BAD_QUANTIZATION,
            model.file(),
            value,
            "no scale",
            "convert the model fully to int8 or leave it in float");
      }
      types.put(value, graph.types().get(value));
    }
    NetworkChecker.check(network);
    return new ImportedModel(network, Optional.of(new Quantization(types, graph.weights())));
  }

  /** File name without folders and ending. */
  private static String name(String file) {
    String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    return last.endsWith(".tflite") ? last.substring(0, last.length() - ".tflite".length()) : last;
  }
}
