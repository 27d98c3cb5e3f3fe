package lowrank.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command line with what its configuration file adds. Options of the command line stand for those
 * of the file, whole: a list is not joined with the file's.
 *
 * @param words the whole command line
 * @param file the configuration file; null if there is none
 * @param added names of the options that came from it
 */
record ConfigArguments(String[] words, Path file, Set<String> added) {
  private static final String OPTION = "--config";

  /** The commands that take a configuration file. */
  static final List<String> COMMANDS = List.of("build", "compress", "generate");

  /**
   * Reads the file that the arguments name; `build` without a model reads {@value ConfigFile#NAME}
   * in the working directory if there is one.
   *
   * @throws CompileException if the file is not valid
   */
  static ConfigArguments expand(CommandLine line, String... arguments) {
    int at = 0;
    while (at < arguments.length && arguments[at].startsWith("-")) {
      at++;
    }
    if (at == arguments.length || !COMMANDS.contains(arguments[at])) {
      return new ConfigArguments(arguments, null, Set.of());
    }
    CommandLine command = line.getSubcommands().get(arguments[at]);
    Map<String, OptionSpec> keys = ConfigKeys.of(command);
    Set<String> given = new TreeSet<>();
    List<String> own =
        flags(Arrays.asList(arguments).subList(at + 1, arguments.length), keys, given);
    ParseResult parsed = probe(arguments[at], own);
    parsed.matchedOptions().forEach(option -> given.add(ConfigKeys.key(option)));
    boolean model = !parsed.matchedPositionals().isEmpty();
    boolean help = own.contains("--help") || own.contains("-h");
    Path file = help ? null : file(arguments[at], own, model);
    List<String> words = new ArrayList<>(Arrays.asList(arguments).subList(0, at + 1));
    Set<String> added = new TreeSet<>();
    if (file != null) {
      if (model) {
        given.add(ConfigKeys.MODEL);
      }
      if (arguments[at].equals("compress")) {
        given.add(ConfigKeys.OUTPUT);
      }
      add(ConfigFile.read(file), keys, given, words, added);
    }
    words.addAll(own);
    return new ConfigArguments(words.toArray(String[]::new), file, added);
  }

  /** Writes {@code --flag=true} as {@code --flag}, and leaves {@code --flag=false} out. */
  private static List<String> flags(
      List<String> words, Map<String, OptionSpec> keys, Set<String> given) {
    List<String> plain = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String key = word.startsWith("--") && equals > 0 ? word.substring(2, equals) : "";
      String value = word.substring(equals + 1);
      boolean flag = keys.containsKey(key) && ConfigKeys.isFlag(keys.get(key));
      if (flag && (value.equals("true") || value.equals("false"))) {
        given.add(key);
        if (value.equals("true")) {
          plain.add("--" + key);
        }
      } else {
        plain.add(word);
      }
    }
    return plain;
  }

  /** Which options and parameters there are, whatever is wrong with them. */
  private static ParseResult probe(String command, List<String> words) {
    CommandLine alone = new CommandLine(ConfigKeys.command(command));
    alone.getCommandSpec().addOption(ConfigOption.FILE);
    alone.getCommandSpec().parser().collectErrors(true);
    return alone.parseArgs(words.toArray(String[]::new));
  }

  private static Path file(String command, List<String> words, boolean model) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).startsWith(OPTION + "=")) {
        return path(words.get(i).substring(OPTION.length() + 1));
      }
      if (words.get(i).equals(OPTION) && i + 1 < words.size()) {
        return path(words.get(i + 1));
      }
    }
    Path usual = Path.of(ConfigFile.NAME);
    return command.equals("build") && !model && Files.isRegularFile(usual) ? usual : null;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CompileException(Fault.BAD_OPTION, OPTION, text, "a file name");
    }
  }

  private static void add(
      ConfigFile config,
      Map<String, OptionSpec> keys,
      Set<String> given,
      List<String> words,
      Set<String> added) {
    config
        .values()
        .forEach(
            (key, value) -> {
              OptionSpec option = keys.get(key);
              boolean model = key.equals(ConfigKeys.MODEL);
              if (given.contains(key) || (option == null && !model)) {
                return;
              }
              String text = ConfigKeys.isPath(key, option, value) ? config.resolved(value) : value;
              if (model) {
                words.add(text);
              } else if (ConfigKeys.isFlag(option)) {
                flag(config, key, value, words);
              } else {
                words.add("--" + key + "=" + text);
              }
              added.add("--" + key);
            });
  }

  private static void flag(ConfigFile config, String key, String value, List<String> words) {
    if (value.equals("true")) {
      words.add("--" + key);
    } else if (!value.equals("false")) {
      throw new CompileException(
          Fault.BAD_CONFIG, config.path(), "key " + key + " is neither true nor false");
    }
  }

  /** A message about an option of the file, with the file's name behind it. */
  String describe(String message) {
    boolean ours =
        file != null
            && added.stream().anyMatch(name -> message.matches("(?s).*" + name + "(?![\\w-]).*"));
    return ours ? message + " (the option stands in " + file + ")" : message;
  }
}
