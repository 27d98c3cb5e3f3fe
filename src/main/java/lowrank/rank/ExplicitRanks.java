package lowrank.rank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.RankCurve;
import lowrank.network.RankCurves;
import lowrank.network.RankPlan;

/** Reads ranks that the user gives for each layer, e.g. {@code conv2=4,6,fc1=20}. */
public final class ExplicitRanks {
  private static final String EXPECTED = "LAYER=RANK,... with whole numbers, e.g. conv2=4,6,fc1=20";

  private ExplicitRanks() {}

  /** Whether an option's value is a list of layers rather than a strategy's name. */
  public static boolean isList(String text) {
    return text.contains("=");
  }

  /**
   * The plan that a text says; layers that it does not name stay as they are.
   *
   * @throws CompileException for text of another form, an unknown layer, a layer that cannot be
   *     decomposed, a wrong number of ranks, or a rank outside the method's limits
   */
  public static RankPlan parse(String text, RankCurves curves) {
    Map<String, List<Integer>> lists = split(text);
    RankPlan plan = RankPlan.EMPTY;
    for (Map.Entry<String, List<Integer>> entry : lists.entrySet()) {
      RankCurve curve = curve(entry.getKey(), curves);
      check(text, curve, entry.getValue());
      plan = plan.with(curve.layer(), curve.choice(entry.getValue()));
    }
    return plan;
  }

  /** Parts with {@code =} start a layer, the others add to its ranks. */
  private static Map<String, List<Integer>> split(String text) {
    Map<String, List<Integer>> lists = new LinkedHashMap<>();
    List<Integer> ranks = null;
    for (String part : text.split(",", -1)) {
      int equals = part.lastIndexOf('=');
      if (equals >= 0) {
        ranks = new ArrayList<>();
        if (lists.put(part.substring(0, equals).strip(), ranks) != null) {
          throw malformed(text);
        }
      }
      if (ranks == null) {
        throw malformed(text);
      }
      ranks.add(number(text, part.substring(equals + 1).strip()));
    }
    return lists;
  }

  private static int number(String text, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static CompileException malformed(String text) {
    return new CompileException(Fault.BAD_OPTION, "--ranks", text, EXPECTED);
  }

  private static RankCurve curve(String layer, RankCurves curves) {
    String obstacle = curves.obstacles().get(layer);
    if (obstacle != null) {
      throw new CompileException(Fault.METHOD_NOT_APPLICABLE, layer, curves.method(), obstacle);
    }
    return curves
        .curve(layer)
        .orElseThrow(
            () ->
                new CompileException(
                    Fault.UNKNOWN_LAYER,
                    layer,
                    curves.layers().isEmpty() ? "none" : String.join(", ", curves.layers())));
  }

  private static void check(String text, RankCurve curve, List<Integer> ranks) {
    int expected = curve.limits().size();
    if (ranks.size() != expected) {
      String numbers = expected == 1 ? "one rank" : expected + " ranks";
      throw new CompileException(
          Fault.BAD_OPTION,
          "--ranks",
          text,
          numbers + " for layer " + curve.layer() + " with method " + curve.method());
    }
    for (int i = 0; i < expected; i++) {
      if (ranks.get(i) < 1 || ranks.get(i) > curve.limits().get(i)) {
        throw new CompileException(
            Fault.RANK_OUT_OF_RANGE, curve.layer(), ranks.get(i), curve.limits().get(i));
      }
    }
  }
}
