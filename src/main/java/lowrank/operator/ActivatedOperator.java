package lowrank.operator;

import lowrank.fixed.Range;

/** An operator that clamps what it computes: the fused activation. */
public interface ActivatedOperator extends Operator {
  /** Range to which the output is clamped. */
  Range activation();

  /** The same operator with another fused activation. */
  ActivatedOperator withActivation(Range activation);
}
