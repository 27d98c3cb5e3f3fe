package lowrank.doctor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.network.SourceNode;

/**
 * All findings about one model.
 *
 * @param model its file name
 * @param target name of the target
 * @param complete whether every operator is supported; else the layers are those that do not depend
 *     on an unsupported one
 * @param quantized whether the file holds scales; its own are then examined, against its own
 *     dequantised weights
 * @param operators of the file
 * @param layers of the network that is imported from it
 * @param memory null if the network is not complete or has no integer form
 * @param outputDecibels signal-to-noise ratio of the output; null if nothing was measured
 * @param rangeDecibels that ratio if all ranges were chosen by one method, by method
 * @param obstacles what stops code from being generated, one sentence each; empty if nothing does
 */
public record Diagnosis(
    String model,
    String target,
    boolean complete,
    boolean quantized,
    List<SourceNode> operators,
    List<LayerDiagnosis> layers,
    MemoryFit memory,
    Double outputDecibels,
    Map<String, Double> rangeDecibels,
    List<String> obstacles) {
  /** Copies lists and map. */
  public Diagnosis {
    operators = List.copyOf(operators);
    layers = List.copyOf(layers);
    rangeDecibels = Collections.unmodifiableMap(new LinkedHashMap<>(rangeDecibels));
    obstacles = List.copyOf(obstacles);
  }
}
