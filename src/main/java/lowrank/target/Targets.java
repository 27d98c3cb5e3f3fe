package lowrank.target;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** Finds and reads target descriptors. */
public final class Targets {
  private static final Set<Class<?>> OPTIONAL = Set.of(Target.Emulator.class, Target.Banks.class);
  private static final JsonMapper YAML = mapper();

  private Targets() {}

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder(new YAMLFactory())
            .annotationIntrospector(new AllRequiredBut(OPTIONAL))
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL));
    JsonSetter.Value absent = JsonSetter.Value.forValueNulls(Nulls.SET);
    OPTIONAL.forEach(
        type -> builder.withConfigOverride(type, override -> override.setSetterInfo(absent)));
    return builder.build();
  }

  /** Names of the built-in targets, in the order of {@code targets/index.txt}. */
  public static List<String> names() {
    return resource("index.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * The built-in target of that name, or the one described by a file if {@code name} ends in {@code
   * .yaml} or {@code .yml}.
   *
   * @throws CompileException if there is none or its descriptor is not valid
   */
  public static Target load(String name) {
    return parse(isFile(name) ? name : name + ".yaml", text(name));
  }

  /**
   * The text of a descriptor, found as {@link #load} finds it.
   *
   * @throws CompileException if there is none
   */
  public static String text(String name) {
    if (isFile(name)) {
      try {
        return Files.readString(Path.of(name));
      } catch (NoSuchFileException e) {
        throw new CompileException(Fault.UNREADABLE_FILE, name, "no such file");
      } catch (IOException e) {
        throw new CompileException(Fault.UNREADABLE_FILE, name, e.getMessage());
      }
    }
    if (!names().contains(name)) {
      throw new CompileException(Fault.UNKNOWN_TARGET, name, String.join(", ", names()));
    }
    return resource(name + ".yaml");
  }

  private static boolean isFile(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static Target parse(String file, String text) {
    try {
      if (text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
        throw new CompileException(Fault.BAD_TARGET, file, "it is empty");
      }
      Target target = YAML.readValue(text, Target.class);
      if (target == null) {
        throw new CompileException(Fault.BAD_TARGET, file, "it is empty");
      }
      new TargetChecks(file).check(target);
      return target;
    } catch (JsonProcessingException e) {
      throw new CompileException(Fault.BAD_TARGET, file, DescriptorFault.describe(e));
    }
  }

  /** Makes every key of a descriptor mandatory but those of some types. */
  private static final class AllRequiredBut extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;
    private final transient Set<Class<?>> optional;

    AllRequiredBut(Set<Class<?>> optional) {
      this.optional = optional;
    }

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
      return !optional.contains(member.getRawType());
    }
  }

  private static String resource(String file) {
    try (InputStream stream = Targets.class.getResourceAsStream("/targets/" + file)) {
      if (stream == null) {
        throw new IllegalStateException("resource targets/" + file + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
