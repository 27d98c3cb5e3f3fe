package lowrank.cost;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import lowrank.kernel.Kernel;
import lowrank.target.Target;
import lowrank.tensor.ElementType;

/**
 * Instructions of a layer on a core as a sum of its {@link Work}, each amount times a coefficient:
 * the keys of {@code lowrank/costs/<core>.yaml}, which {@code src/bench/run --fit} writes.
 *
 * @param core as a target's descriptor names what its emulator runs
 * @param layers that the coefficients were fitted to
 * @param heldOut layers that they were not fitted to, on which the errors were measured
 * @param meanError of a layer, in percent of its counted instructions
 * @param worstError of a layer, likewise
 * @param forms coefficients by the name of the C that is printed
 */
public record CostModel(
    String core,
    int layers,
    int heldOut,
    double meanError,
    double worstError,
    Map<String, Form> forms) {
  private static final JsonMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** Keeps the order. */
  public CostModel {
    forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
  }

  /**
   * One way to write a kernel in C.
   *
   * @param layers that its coefficients were fitted to
   * @param grain what it computes in one go
   * @param coefficients instructions for each amount of work; those that are absent are 0
   */
  public record Form(int layers, Work.Grain grain, Map<String, Double> coefficients) {
    /** Keeps the order. */
    public Form {
      coefficients = Collections.unmodifiableMap(new LinkedHashMap<>(coefficients));
    }

    /** Instructions of a kernel. */
    public double instructions(Kernel kernel) {
      Map<String, Double> amounts = Work.of(kernel, grain).amounts();
      return coefficients.entrySet().stream()
          .mapToDouble(entry -> entry.getValue() * amounts.getOrDefault(entry.getKey(), 0.0))
          .sum();
    }
  }

  /** The model of what a target's emulator runs; empty if none was fitted. */
  public static Optional<CostModel> of(Target target) {
    return target.emulated().flatMap(emulator -> read(emulator.runs()));
  }

  private static Optional<CostModel> read(String core) {
    String file = "/lowrank/costs/" + fileName(core);
    try (InputStream stream = CostModel.class.getResourceAsStream(file)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(YAML.readValue(stream, CostModel.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name of a core's file: a dash stands for what is neither a letter nor a digit. */
  public static String fileName(String core) {
    return core.replaceAll("[^A-Za-z0-9]+", "-") + ".yaml";
  }

  /**
   * Instructions of a layer, its call included.
   *
   * @param form name of the C that is printed for it
   * @return empty for C whose coefficients are not known, and for activations of 16 bits
   */
  public OptionalLong instructions(String form, Kernel kernel) {
    Form known = forms.get(key(form, kernel));
    boolean bytes =
        Stream.concat(kernel.inputs().stream(), Stream.of(kernel.output()))
            .allMatch(value -> value.type().element() == ElementType.INT8);
    return known == null || !bytes
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(known.instructions(kernel)));
  }

  /** Name of the coefficients of a kernel in some form. */
  public static String key(String form, Kernel kernel) {
    return kernel.kind() + " as " + form;
  }
}
