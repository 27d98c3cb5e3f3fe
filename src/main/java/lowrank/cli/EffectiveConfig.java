package lowrank.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lowrank.pipeline.BundledFiles;
import lowrank.pipeline.FileHash;
import lowrank.pipeline.GeneratedFolder;
import lowrank.provenance.Tool;
import lowrank.report.BuildEntry;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a command was told, as far as its result depends on it, in the order of the keys.
 *
 * @param values as on the command line, by key; {@code model} first
 * @param paths the files behind those that name one
 */
record EffectiveConfig(Map<String, String> values, Map<String, Path> paths) {
  /** What does not change what is built. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("force", "cache", "no-cache", "pareto", "output");

  private static final String PLAIN = "[A-Za-z][\\w./-]*|0|[1-9]\\d{0,8}";
  private static final String KEYWORD = "(?i)true|false|yes|no|on|off|null|y|n";

  /** Puts the model first and sorts the rest, wherever a value came from. */
  EffectiveConfig {
    Map<String, String> sorted = new TreeMap<>(values);
    Map<String, String> ordered = new LinkedHashMap<>();
    if (sorted.containsKey(ConfigKeys.MODEL)) {
      ordered.put(ConfigKeys.MODEL, sorted.remove(ConfigKeys.MODEL));
    }
    ordered.putAll(sorted);
    values = Collections.unmodifiableMap(ordered);
  }

  static EffectiveConfig of(ParseResult parsed) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, Path> paths = new LinkedHashMap<>();
    for (PositionalParamSpec model : parsed.matchedPositionals()) {
      values.put(ConfigKeys.MODEL, model.originalStringValues().get(0));
      paths.put(ConfigKeys.MODEL, model.getValue());
    }
    ConfigKeys.of(parsed.commandSpec().commandLine())
        .forEach(
            (key, option) -> {
              String value = value(parsed, option);
              if (value != null && !WITHOUT_EFFECT.contains(key)) {
                values.put(key, value);
                if (option.getValue() instanceof Path path && embedded(key, value).isEmpty()) {
                  paths.put(key, path);
                }
              }
            });
    return new EffectiveConfig(values, paths);
  }

  /** An option's value as given, else its default; null without either, and for a flag not set. */
  private static String value(ParseResult parsed, OptionSpec option) {
    if (ConfigKeys.isFlag(option)) {
      return Boolean.TRUE.equals(option.getValue()) ? "true" : null;
    }
    return parsed.hasMatchedOption(option)
        ? String.join(",", option.originalStringValues())
        : option.defaultValue();
  }

  /**
   * The configuration of firmware that is made from a folder's own quantised model.
   *
   * @param file name of the model under {@code model/}
   */
  EffectiveConfig ofQuantised(String file, Set<String> keys) {
    Map<String, String> kept = new LinkedHashMap<>(values);
    kept.keySet().retainAll(keys);
    Map<String, String> ordered = new LinkedHashMap<>();
    ordered.put(ConfigKeys.MODEL, GeneratedFolder.MODEL + file);
    kept.forEach(ordered::putIfAbsent);
    return new EffectiveConfig(ordered, Map.of());
  }

  /** The same with another value. */
  EffectiveConfig with(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(key, value);
    return new EffectiveConfig(changed, paths);
  }

  /** For the report: files by name and hash, no folders. */
  BuildEntry entry() {
    Map<String, String> options = new LinkedHashMap<>();
    values.forEach((key, value) -> options.put(key, fileName(key, value)));
    List<BuildEntry.InputFile> files = new ArrayList<>();
    paths.forEach(
        (key, path) ->
            files.add(
                new BuildEntry.InputFile(key, path.getFileName().toString(), FileHash.of(path))));
    return new BuildEntry(null, List.of(), null, options, files);
  }

  private String fileName(String key, String value) {
    if (value.startsWith(BundledFiles.PREFIX)) {
      return value;
    }
    return embedded(key, value)
        .orElseGet(() -> paths.containsKey(key) ? Path.of(value).getFileName().toString() : value);
  }

  /** Where the folder has its own copy of a file that a value names. */
  private static Optional<String> embedded(String key, String value) {
    if (key.equals("target") && value.endsWith(".yaml")) {
      return Optional.of(GeneratedFolder.TARGET);
    }
    return key.equals("classes") ? Optional.of(GeneratedFolder.CLASSES) : Optional.empty();
  }

  /**
   * A configuration file that builds the same again.
   *
   * @param folder that it will stand in; other files are named from there
   */
  String yaml(Path folder, List<BuildEntry.InputFile> files) {
    StringBuilder text = new StringBuilder();
    text.append("# What this folder was built from, by ").append(Tool.NAME_AND_VERSION);
    text.append(".\n# lowrank build --config THIS-FILE -o FOLDER builds the same again.\n");
    for (BuildEntry.InputFile file : files) {
      text.append("# sha256 of ").append(file.option()).append(": ");
      text.append(file.sha256()).append('\n');
    }
    values.forEach(
        (key, value) -> {
          String shown = paths.containsKey(key) ? relative(folder, value) : value;
          String own = embedded(key, value).orElse(shown);
          text.append(key).append(": ").append(quoted(own)).append('\n');
        });
    return text.append(ConfigKeys.OUTPUT).append(": .\n").toString();
  }

  private static String relative(Path folder, String value) {
    if (value.startsWith(BundledFiles.PREFIX)) {
      return value;
    }
    Path file = Path.of(value).toAbsolutePath().normalize();
    try {
      return folder.toAbsolutePath().normalize().relativize(file).toString().replace('\\', '/');
    } catch (IllegalArgumentException e) {
      return file.toString(); // on another drive
    }
  }

  private static String quoted(String value) {
    return value.matches(PLAIN) && !value.matches(KEYWORD)
        ? value
        : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
  }
}
