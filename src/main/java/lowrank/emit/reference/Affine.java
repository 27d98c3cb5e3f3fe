package lowrank.emit.reference;

import java.util.ArrayList;
import java.util.List;

/** A sum of loop variables times literals, printed without the terms that vanish. */
final class Affine {
  private final List<String> terms = new ArrayList<>();
  private long constant;

  /**
   * Adds {@code variable * factor}.
   *
   * @param count values that the variable takes; with one only, it is 0 and nothing is added
   */
  Affine plus(String variable, int count, long factor) {
    if (count > 1) {
      terms.add(factor == 1 ? variable : variable + " * " + factor);
    }
    return this;
  }

  /** Adds a literal. */
  Affine plus(long summand) {
    constant += summand;
    return this;
  }

  /** Adds an expression that binds as tightly as a product. */
  Affine plus(String term) {
    terms.add(term);
    return this;
  }

  @Override
  public String toString() {
    if (terms.isEmpty()) {
      return String.valueOf(constant);
    }
    return String.join(" + ", terms) + LayerScope.signed(constant);
  }
}
