package lowrank.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which layers are decomposed, how, and with which ranks; layers that are not named stay as they
 * are.
 *
 * @param choices by layer name
 */
public record RankPlan(Map<String, Choice> choices) {
  /** No layer is decomposed. */
  public static final RankPlan EMPTY = new RankPlan(Map.of());

  /** Copies the map, keeping its order. */
  public RankPlan {
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
  }

  /**
   * The decomposition of one layer.
   *
   * @param method name of a decomposition, e.g. {@code tucker2}
   * @param ranks in the method's own order: {@code [Rs, Rt]} for tucker2, one rank for the others
   */
  public record Choice(String method, List<Integer> ranks) {
    /** Copies the list. */
    public Choice {
      ranks = List.copyOf(ranks);
    }
  }

  /** This plan with another choice for one layer. */
  public RankPlan with(String layer, Choice choice) {
    Map<String, Choice> changed = new LinkedHashMap<>(choices);
    changed.put(layer, choice);
    return new RankPlan(changed);
  }

  /** This plan without a choice for one layer. */
  public RankPlan without(String layer) {
    Map<String, Choice> changed = new LinkedHashMap<>(choices);
    changed.remove(layer);
    return new RankPlan(changed);
  }
}
