package lowrank.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.pipeline.BundledFiles;

/**
 * A configuration file: options by key, values as the command line would have them.
 *
 * @param values paths not yet resolved
 */
record ConfigFile(Path path, Map<String, String> values) {
  /** The file that `lowrank build` reads if it is given neither a model nor a file. */
  static final String NAME = "lowrank.yaml";

  private static final long MAXIMUM_BYTES = 1 << 20;
  private static final int MAXIMUM_KEY = 80;

  private static final JsonMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  ConfigFile {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Reads a file.
   *
   * @throws CompileException if it cannot be read, or holds an unknown key or no plain value
   */
  static ConfigFile read(Path path) {
    JsonNode root = tree(path);
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> known = ConfigKeys.all().keySet();
    if (!root.isObject()) {
      throw new CompileException(Fault.BAD_CONFIG, path, "it is no mapping of keys to values");
    }
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      String key = entry.getKey();
      if (!key.equals(ConfigKeys.MODEL) && !known.contains(key)) {
        String shown = key.substring(0, Math.min(key.length(), MAXIMUM_KEY));
        throw new CompileException(Fault.UNKNOWN_KEY, path, shown, ConfigKeys.nearest(shown));
      }
      values.put(key, text(path, key, entry.getValue()));
    }
    return new ConfigFile(path, values);
  }

  private static JsonNode tree(Path path) {
    try {
      if (Files.size(path) > MAXIMUM_BYTES) {
        throw new CompileException(Fault.BAD_CONFIG, path, "it is larger than 1 MiB");
      }
      return YAML.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      String reason = e.getOriginalMessage().lines().findFirst().orElse("not readable");
      throw new CompileException(Fault.BAD_CONFIG, path, line + reason);
    } catch (NoSuchFileException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, "no such file");
    } catch (IOException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, e.getMessage());
    }
  }

  /** A scalar's text; a list with commas; a mapping as {@code KEY=VALUE} with commas. */
  private static String text(Path path, String key, JsonNode value) {
    List<String> parts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> parts.add(scalar(path, key, element)));
    } else if (value.isObject()) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        JsonNode inner = entry.getValue();
        String right = inner.isArray() ? text(path, key, inner) : scalar(path, key, inner);
        parts.add(entry.getKey() + "=" + right);
      }
    } else {
      parts.add(scalar(path, key, value));
    }
    if (parts.isEmpty()) {
      throw new CompileException(Fault.BAD_CONFIG, path, "key " + key + " has no value");
    }
    return String.join(",", parts);
  }

  private static String scalar(Path path, String key, JsonNode value) {
    if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
      throw new CompileException(Fault.BAD_CONFIG, path, "key " + key + " has no plain value");
    }
    return value.asText();
  }

  /** A value of this file that names a file, seen from the working directory. */
  String resolved(String value) {
    if (value.startsWith(BundledFiles.PREFIX)) {
      return value;
    }
    Path folder = path.getParent() == null ? Path.of("") : path.getParent();
    String text = folder.resolve(value).normalize().toString();
    return text.isEmpty() ? "." : text.startsWith("-") ? "./" + text : text;
  }
}
