package lowrank.emit.reference;

import com.palantir.javapoet.NameAllocator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lowrank.program.FixedLayer;
import lowrank.program.Program;
import lowrank.program.Step;

/** Java names for the layers and tables of a program, all different, and text fit for comments. */
final class Names {
  private static final List<String> RESERVED =
      List.of(
          "input",
          "outputs",
          "run",
          "trace",
          "load",
          "quantise",
          "dequantise",
          "toBytes",
          "toShorts",
          "integers");
  private final NameAllocator allocator = new NameAllocator();
  private final Map<String, String> layers = new LinkedHashMap<>();

  Names(Program program) {
    RESERVED.forEach(allocator::newName);
    for (Helper helper : Helper.values()) {
      allocator.newName(helper.methodName());
    }
    for (LoadHelper helper : LoadHelper.values()) {
      allocator.newName(helper.methodName());
    }
    Map<String, String> identifiers = new LinkedHashMap<>();
    for (Step step : program.steps()) {
      identifiers.put(step.layer().name(), step.identifier());
    }
    for (FixedLayer layer : program.network().layers()) {
      String identifier = identifiers.getOrDefault(layer.name(), layer.name());
      layers.put(layer.name(), allocator.newName(lowerCamel(identifier)));
    }
  }

  /** Name of a layer's method and of the variable that holds its output. */
  String layer(String name) {
    return layers.get(name);
  }

  /** A fresh name for a constant table of a layer. */
  String table(FixedLayer layer, String role) {
    return allocator.newName(layer(layer.name()) + upperCamel(role));
  }

  /** {@code my_net} as {@code MyNet}; underscores between digits stay. */
  static String upperCamel(String identifier) {
    StringBuilder name = new StringBuilder();
    boolean raise = true;
    for (int i = 0; i < identifier.length(); i++) {
      char c = identifier.charAt(i);
      if (isLetterOrDigit(c)) {
        if (raise && isDigit(c) && name.length() > 0 && isDigit(name.charAt(name.length() - 1))) {
          name.append('_');
        }
        name.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      } else {
        raise = true;
      }
    }
    return name.toString();
  }

  private static String lowerCamel(String identifier) {
    String name = upperCamel(identifier);
    return name.isEmpty()
        ? "layer"
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetterOrDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /**
   * A name from a model, fit for a comment: what could end the comment or mean something in it
   * becomes {@code ?}.
   */
  static String comment(String text) {
    return text.replaceAll("[^A-Za-z0-9 _.,:;/()+=#-]", "?");
  }
}
