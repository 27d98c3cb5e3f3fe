package lowrank.decompose;

import lowrank.operator.WeightedOperator;
import lowrank.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;

/**
 * Root mean squared error of the response, its mean taken out; the bias takes the mean over, so
 * that responses are right on average.
 */
record ResponseYardstick(KernelTensor kernel, ResponseMetric metric) implements Yardstick {
  @Override
  public double relativeError(KernelTensor approximation) {
    return StrictMath.sqrt(new ResponseFit(kernel, metric).relativeSquaredError(approximation));
  }

  @Override
  public Tensor bias(WeightedOperator operator, KernelTensor approximation) {
    DMatrixRMaj wanted = kernel.unfoldOutputs();
    double[] bias = operator.bias().toDoubles();
    double[] original = metric.meanResponse(wanted);
    double[] present = metric.meanResponse(approximation.unfoldOutputs());
    for (int t = 0; t < bias.length; t++) {
      bias[t] += original[t] - present[t];
    }
    return Tensor.fromDoubles(operator.bias().shape(), bias);
  }
}
