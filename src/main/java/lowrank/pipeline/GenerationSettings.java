package lowrank.pipeline;

import java.util.Map;
import java.util.Optional;
import lowrank.report.BuildEntry;
import lowrank.schedule.Fusion;

/**
 * How a folder is to be generated, besides for which target and under which name.
 *
 * @param fusion whether layers may run together
 * @param places names of banks of RAM by names of layers, or of the network's input
 * @param build what the report is to say about how the model was made
 */
public record GenerationSettings(
    Fusion fusion, Map<String, String> places, Optional<BuildEntry> build) {
  /** Layers together where that takes less memory; nothing placed or told. */
  public static final GenerationSettings DEFAULT =
      new GenerationSettings(Fusion.AUTO, Map.of(), Optional.empty());

  /** Copies the map. */
  public GenerationSettings {
    places = Map.copyOf(places);
  }
}
