package lowrank.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The keys of a configuration file: the long options of build, compress and generate without their
 * dashes, and {@code model}.
 */
final class ConfigKeys {
  /** The key that stands for the model's parameter. */
  static final String MODEL = "model";

  /** The key of the folder to write. */
  static final String OUTPUT = "output";

  private static final Set<String> NOT_IN_FILES = Set.of("config", "format", "help", "stacktrace");

  private ConfigKeys() {}

  /** All keys with their options, but for {@code model}, in the order of build's help. */
  static Map<String, OptionSpec> all() {
    Map<String, OptionSpec> keys = new LinkedHashMap<>();
    for (String command : ConfigArguments.COMMANDS) {
      of(new CommandLine(command(command))).forEach(keys::putIfAbsent);
    }
    return keys;
  }

  /** A command of its own, not part of the command line that is run. */
  static Object command(String name) {
    return switch (name) {
      case "build" -> new BuildCommand();
      case "compress" -> new CompressCommand();
      case "generate" -> new GenerateCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The keys that one command takes. */
  static Map<String, OptionSpec> of(CommandLine command) {
    Map<String, OptionSpec> keys = new LinkedHashMap<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      String name = key(option);
      if (!NOT_IN_FILES.contains(name)) {
        keys.put(name, option);
      }
    }
    return keys;
  }

  /** An option's key. */
  static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  /** Whether a key's value is true or false. */
  static boolean isFlag(OptionSpec option) {
    return option.type() == boolean.class || option.type() == Boolean.class;
  }

  /** Whether a value of a key names a file, relative to the file that it stands in. */
  static boolean isPath(String key, OptionSpec option, String value) {
    return option == null
        || option.type() == Path.class
        || (key.equals("target") && value.endsWith(".yaml"));
  }

  /** The key with the fewest changes to {@code wrong}, the first one in order on ties. */
  static String nearest(String wrong) {
    List<String> keys = new ArrayList<>(List.of(MODEL));
    keys.addAll(all().keySet());
    return keys.stream().min(Comparator.comparingInt(key -> distance(key, wrong))).orElseThrow();
  }

  /** Levenshtein's: insertions, deletions and replacements of characters. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
