package lowrank.decompose;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.operator.WeightedOperator;
import lowrank.provenance.Origin;

/** The table of all methods. */
public final class Decompositions {
  /** Chooses a method for each layer: tucker2 for kernels of several points, else svd. */
  public static final String AUTO = "auto";

  private static final Decomposition SVD = new SvdDecomposition();
  private static final Decomposition TUCKER2 = new Tucker2Decomposition();

  private static final List<Decomposition> ALL =
      List.of(
          SVD,
          TUCKER2,
          Tucker1Decomposition.ofInputs(),
          Tucker1Decomposition.ofOutputs(),
          new SpatialDecomposition(),
          CpDecomposition.fourWay(),
          CpDecomposition.threeWay());

  private Decompositions() {}

  /** Every method, in the order of help texts. */
  public static List<Decomposition> all() {
    return ALL;
  }

  /**
   * The method of that name.
   *
   * @throws CompileException if there is none
   */
  public static Decomposition named(String name) {
    return ALL.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              String names =
                  ALL.stream().map(Decomposition::name).collect(Collectors.joining(", "));
              String expected = AUTO + ", " + Origin.NONE + ", " + names;
              return new CompileException(Fault.BAD_OPTION, "--method", name, "one of " + expected);
            });
  }

  /**
   * The method for one layer when {@code requested} is asked for the whole network: itself where it
   * applies, svd on dense layers and 1×1 kernels; empty for a layer that has to stay.
   *
   * @param requested a method's name, {@code auto} or {@code none}
   * @throws CompileException if {@code requested} is no name
   */
  public static Optional<Decomposition> choose(String requested, WeightedOperator operator) {
    if (requested.equals(Origin.NONE)) {
      return Optional.empty();
    }
    Decomposition first = requested.equals(AUTO) ? TUCKER2 : named(requested);
    return List.of(first, SVD).stream()
        .filter(method -> method.obstacle(operator).isEmpty())
        .findFirst();
  }

  /** Why no method applies to an operator; empty if one does. */
  static Optional<String> obstacle(WeightedOperator operator) {
    return ALL.stream().anyMatch(method -> method.obstacle(operator).isEmpty())
        ? Optional.empty()
        : SVD.obstacle(operator);
  }
}
