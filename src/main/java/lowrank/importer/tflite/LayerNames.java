package lowrank.importer.tflite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * Short, unique layer names. TFLite names a tensor after the paths of all source operators that
 * went into it, e.g. {@code model/relu/Relu;model/conv2d/BiasAdd;model/conv2d/Conv2D}: a layer is
 * called after the source layer in there that its own operator came from.
 */
final class LayerNames {
  /** Last components of paths that name an operator, not a layer. */
  private static final Set<String> OPERATOR_WORDS =
      Set.of(
          "add",
          "addv2",
          "avgpool",
          "biasadd",
          "concat",
          "conv2d",
          "depthwise",
          "elu",
          "flatten",
          "fusedbatchnormv3",
          "identity",
          "leakyrelu",
          "matmul",
          "maxpool",
          "mean",
          "mul",
          "pad",
          "readvariableop",
          "relu",
          "relu6",
          "reshape",
          "resource",
          "sigmoid",
          "softmax",
          "squeeze",
          "sub",
          "tanh",
          "transpose");

  /** Names that exporters give to everything. */
  private static final List<String> MEANINGLESS =
      List.of("identity", "statefulpartitionedcall", "partitionedcall", "arith.constant", "tfl.");

  private final ModelFile model;
  private final Set<String> used = new HashSet<>();

  LayerNames(ModelFile model) {
    this.model = model;
  }

  /** Name for the network's input. */
  String input(TensorInfo tensor) {
    String name = tensor.name();
    if (name.startsWith("serving_default_")) {
      name = name.substring("serving_default_".length());
    }
    return unused(clean(name).orElse("input"));
  }

  /** Name for the layer of a node. */
  String of(NodeInfo node, Constants constants) {
    Optional<String> name = Optional.empty();
    if (weighted(node.code()) && node.has(1)) {
      name = fromPath(constants.tensor(node, 1).name(), "biasadd", operatorWord(node.code()));
    }
    if (name.isEmpty()) {
      name = fromPath(model.tensor(node.outputs().get(0)).name(), operatorWord(node.code()));
    }
    return unused(
        name.orElse(node.kind().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"))
            + (name.isEmpty() ? "_" + node.index() : ""));
  }

  /** The name itself, or with the first number that makes it unique. */
  String unused(String base) {
    String name = base;
    for (int number = 2; !used.add(name); number++) {
      name = base + "_" + number;
    }
    return name;
  }

  private static boolean weighted(int code) {
    return code == BuiltinOperator.CONV_2D
        || code == BuiltinOperator.DEPTHWISE_CONV_2D
        || code == BuiltinOperator.TRANSPOSE_CONV
        || code == BuiltinOperator.FULLY_CONNECTED;
  }

  private static String operatorWord(int code) {
    return switch (code) {
      case BuiltinOperator.CONV_2D -> "conv2d";
      case BuiltinOperator.DEPTHWISE_CONV_2D -> "depthwise";
      case BuiltinOperator.FULLY_CONNECTED -> "matmul";
      case BuiltinOperator.ADD -> "add";
      case BuiltinOperator.MUL -> "mul";
      case BuiltinOperator.SUB -> "sub";
      default -> "";
    };
  }

  /**
   * The layer of the last path that holds the first of {@code words} found in any path, as its last
   * component; without one, the layer of the first path.
   */
  private static Optional<String> fromPath(String name, String... words) {
    List<List<String>> paths = new ArrayList<>();
    for (String path : name.split(";", -1)) {
      paths.add(Arrays.asList(path.split("/", -1)));
    }
    for (String word : words) {
      for (int i = paths.size() - 1; i >= 0; i--) {
        List<String> path = paths.get(i);
        if (path.size() > 1 && word(path.get(path.size() - 1)).equals(word)) {
          return clean(path.get(path.size() - 2));
        }
      }
    }
    List<String> first = paths.get(0);
    int last = first.size() - 1;
    while (last > 0 && OPERATOR_WORDS.contains(word(first.get(last)))) {
      last--;
    }
    return clean(first.get(last));
  }

  /** Lower case, without the digits that make a tensor's name unique. */
  private static String word(String component) {
    String word = component.toLowerCase(Locale.ROOT);
    if (OPERATOR_WORDS.contains(word)) {
      return word;
    }
    return word.replaceAll("[_0-9]+$", "").replaceAll("^conv$", "conv2d");
  }

  /** Letters, digits and underscores of a name that means something. */
  private static Optional<String> clean(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String kept = name.replaceAll(":[0-9]+$", "").replaceAll("[^A-Za-z0-9_]+", "_");
    kept = kept.replaceAll("^_+|_+$", "");
    if (kept.isEmpty() || kept.length() > 60 || MEANINGLESS.stream().anyMatch(lower::startsWith)) {
      return Optional.empty();
    }
    return Optional.of(kept);
  }
}
