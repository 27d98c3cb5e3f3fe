package lowrank.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import lowrank.report.Reports;
import picocli.CommandLine.Model.OptionSpec;

/** Describes configuration files from the options themselves: as JSON schema and as a table. */
final class ConfigSchema {
  private static final String MODEL = "ONNX or TFLite model.";

  private ConfigSchema() {}

  /** A JSON schema, draft 7. */
  static String json() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(ConfigKeys.MODEL, property(List.of("string"), MODEL));
    ConfigKeys.all()
        .forEach(
            (key, option) -> {
              Map<String, Object> property = property(types(key, option), description(option));
              if (option.type().isEnum()) {
                property.put("enum", constants(option));
              }
              if (option.defaultValue() != null) {
                property.put("default", option.defaultValue());
              }
              properties.put(key, property);
            });
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "lowrank.yaml");
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    schema.put("properties", properties);
    return Reports.toJson(schema);
  }

  /** The keys as rows of a Markdown table. */
  static String table() {
    StringBuilder rows = new StringBuilder("| key | value | meaning |\n|---|---|---|\n");
    row(rows, ConfigKeys.MODEL, "MODEL", MODEL);
    ConfigKeys.all()
        .forEach(
            (key, option) -> {
              boolean flag = ConfigKeys.isFlag(option);
              row(rows, key, flag ? "true, false" : option.paramLabel(), description(option));
            });
    return rows.toString();
  }

  private static void row(StringBuilder rows, String key, String value, String meaning) {
    rows.append("| `").append(key).append("` | `").append(value.replace("|", "\\|"));
    rows.append("` | ").append(meaning.replace("|", "\\|")).append(" |\n");
  }

  private static Map<String, Object> property(List<String> types, String description) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("description", description);
    property.put("type", types.size() == 1 ? types.get(0) : types);
    return property;
  }

  private static List<String> types(String key, OptionSpec option) {
    if (ConfigKeys.isFlag(option)) {
      return List.of("boolean");
    }
    List<String> types = new ArrayList<>(List.of("string"));
    if (!option.type().isEnum()) {
      types.add("number");
    }
    boolean split = option.splitRegex() != null && !option.splitRegex().isEmpty();
    if (split || List.of("mean", "std").contains(key)) {
      types.add("array");
    }
    if (Map.class.isAssignableFrom(option.type()) || key.equals("ranks")) {
      types.add("object");
    }
    return types;
  }

  private static List<String> constants(OptionSpec option) {
    List<String> constants = new ArrayList<>();
    for (Object constant : option.type().getEnumConstants()) {
      constants.add(constant.toString().toLowerCase(Locale.ROOT));
    }
    return constants;
  }

  private static String description(OptionSpec option) {
    String text = Arrays.stream(option.description()).collect(Collectors.joining(" "));
    String value = String.valueOf(option.defaultValue());
    return text.replace("${DEFAULT-VALUE}", value).replace("%%", "%").strip();
  }
}
