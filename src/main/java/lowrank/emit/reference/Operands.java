package lowrank.emit.reference;

import lowrank.kernel.Operand;

/** The text of operands that may be constant or repeated. */
final class Operands {
  private Operands() {}

  /** The left operand's element {@code i} without its zero point. */
  static String left(LayerScope scope, Operand operand) {
    return centred(scope, operand, 0);
  }

  /** The right operand's element {@code i} without its zero point. */
  static String right(LayerScope scope, Operand operand) {
    return centred(scope, operand, scope.kernel().inputs().size() - 1);
  }

  private static String centred(LayerScope scope, Operand operand, int input) {
    String array = operand.constant().isPresent() ? scope.table("constant") : scope.input(input);
    int size = operand.size();
    boolean whole = size == scope.kernel().output().shape().elements();
    String index = whole ? "i" : size == 1 ? "0" : "i % " + size;
    return LayerScope.centred(array + "[" + index + "]", operand.zeroPoint());
  }
}
