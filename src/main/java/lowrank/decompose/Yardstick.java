package lowrank.decompose;

import lowrank.operator.WeightedOperator;
import lowrank.tensor.Tensor;

/** What makes a kernel a good stand-in for another. */
interface Yardstick {
  /** Root of the squared error over the squared length of what is stood in for; 0 if that is 0. */
  double relativeError(KernelTensor approximation);

  /** The bias that goes with an approximation of an operator's kernel. */
  Tensor bias(WeightedOperator operator, KernelTensor approximation);
}
