package lowrank.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.provenance.Origin;
import lowrank.provenance.Provenance;

/**
 * What an ONNX file written by this tool says about itself beyond the graph, as JSON under the
 * metadata key {@link #KEY}. With it the reader restores names, layout and origins exactly.
 *
 * @param version of this format, 1
 * @param origins by layer name
 */
public record SeamMetadata(
    int version,
    String name,
    InputLayout layout,
    Provenance provenance,
    Map<String, Origin> origins) {
  /** Key among the model's metadata properties. */
  public static final String KEY = "lowrank";

  /**
   * Domain of the functions that round a layer's real result as its integers are rounded; a reader
   * that wants the real result takes their first input.
   */
  public static final String ROUNDING_DOMAIN = "lowrank";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          // Record components only: what a record derives from them (isNone) is no property.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .build();

  /** The metadata of a network about to be written. */
  public static SeamMetadata of(Network network) {
    Map<String, Origin> origins = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      origins.put(layer.name(), layer.origin());
    }
    return new SeamMetadata(1, network.name(), network.layout(), network.provenance(), origins);
  }

  /** As JSON, keys in a fixed order. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static SeamMetadata fromJson(String json) {
    try {
      return JSON.readValue(json, SeamMetadata.class);
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException("a field is missing", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
