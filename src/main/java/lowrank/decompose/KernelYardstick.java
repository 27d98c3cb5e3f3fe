package lowrank.decompose;

import lowrank.operator.WeightedOperator;
import lowrank.tensor.Tensor;

/** Frobenius norm of the kernel's error; knows no data and leaves the bias alone. */
record KernelYardstick(KernelTensor kernel) implements Yardstick {
  @Override
  public double relativeError(KernelTensor approximation) {
    return kernel.relativeError(approximation);
  }

  @Override
  public Tensor bias(WeightedOperator operator, KernelTensor approximation) {
    return operator.bias();
  }
}
