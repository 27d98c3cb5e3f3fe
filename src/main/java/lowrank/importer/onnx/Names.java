package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Short, unique layer names. A model written by this tool names its nodes as the layers are called;
 * otherwise a layer is called after its weights, else after its node, else after its operator.
 */
final class Names {
  /** Names that exporters make up for weights that they changed. */
  private static final Pattern INVENTED =
      Pattern.compile("\\d+|(onnx::|const_fold_opt_|val_|_val_|/).*|.*__\\d+");

  /** Last parts of weight and node names that say nothing about which layer it is. */
  private static final Pattern ROLE =
      Pattern.compile(
          "weights?|kernel|bias|beta|gamma|W|w|B|b|(weights?|kernel|bias)_(fused|quantized).*"
              + "|(quantized|scale)|ReadVariableOp(_\\d+)?|BiasAdd|Conv2D|conv2d_op|depthwise"
              + "|MatMul|Gemm|Conv|BatchNormalization|weights_fused_bn");

  /** First parts that frameworks put before every name. */
  private static final Pattern PREAMBLE =
      Pattern.compile("model(_\\d+)?|StatefulPartitionedCall|functional_\\d+|sequential(_\\d+)?");

  /** Characters of a name that are kept. */
  private static final int LONGEST = 80;

  private final Set<String> reserved;
  private final Set<String> used = new HashSet<>();

  /**
   * Starts with one name taken.
   *
   * @param reserved node names to be kept as they are: the layers of a model written by this tool
   */
  Names(String input, Set<String> reserved) {
    this.reserved = Set.copyOf(reserved);
    used.add(input);
  }

  /**
   * A name for the layer made of a node.
   *
   * @param weights name of the node's weights; empty if it has none
   */
  String of(Node node, String weights) {
    String name = node.proto().getName();
    if (reserved.contains(name) && used.add(name)) {
      return name;
    }
    String base = INVENTED.matcher(weights).matches() ? "" : withoutRole(parts(weights));
    if (base.isEmpty()) {
      List<String> parts = parts(name);
      boolean named = !weights.isEmpty() && parts.size() > 1;
      base = named ? withoutRole(parts) : String.join(".", parts);
    }
    return unused(base.isEmpty() ? node.proto().getOpType() : plain(base));
  }

  /** A name that no value has yet: {@code base}, numbered if need be. */
  String unused(String base) {
    String name = base;
    for (int number = 2; reserved.contains(name) || !used.add(name); number++) {
      name = base + "_" + number;
    }
    return name;
  }

  /**
   * The telling parts of a path such as {@code /layer1/layer1.0/conv1/Conv}, here {@code layer1.0},
   * {@code conv1} and {@code Conv}: a part that begins with the one before replaces it.
   */
  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split(":\\d+$|[/;]")) {
      for (String piece : splitRole(part)) {
        String last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (piece.isEmpty() || (parts.isEmpty() && PREAMBLE.matcher(piece).matches())) {
          continue;
        }
        if (last != null && (piece.equals(last) || piece.startsWith(last + "."))) {
          parts.remove(parts.size() - 1);
        }
        parts.add(piece);
      }
    }
    return parts;
  }

  /** A name without characters that have a meaning elsewhere. */
  static String plain(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  /** Separates {@code conv1.weight} into the layer and the role. */
  private static List<String> splitRole(String part) {
    int dot = part.lastIndexOf('.');
    return dot > 0 && ROLE.matcher(part.substring(dot + 1)).matches()
        ? List.of(part.substring(0, dot), part.substring(dot + 1))
        : List.of(part);
  }

  private static String withoutRole(List<String> parts) {
    int size = parts.size();
    while (size > 0 && ROLE.matcher(parts.get(size - 1)).matches()) {
      size--;
    }
    return plain(String.join(".", parts.subList(0, size)));
  }
}
