package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import lowrank.operator.Conv2d;
import lowrank.patch.MomentSums;
import lowrank.patch.PatchReader;
import lowrank.tensor.Tensor;

/**
 * Least squares for a convolution in groups, depthwise ones among them: each group is a layer of
 * its own, with its part of the patch and its outputs, that takes the V* and bias of {@link
 * LayerRefit}. The mean squared error of the responses does not rise on the patches seen.
 */
final class GroupedRefit {
  private final Conv2d operator;
  private final int groups;
  private final int groupInputs;
  private final int groupOutputs;
  private final int length;
  private final List<MomentSums> sums = new ArrayList<>();

  /** Starts without any patch. */
  GroupedRefit(Conv2d operator) {
    this.operator = operator;
    this.groups = operator.groups();
    this.groupInputs = operator.weights().shape().channels();
    this.groupOutputs = operator.outputChannels() / groups;
    this.length = patchLength(operator);
    for (int group = 0; group < groups; group++) {
      sums.add(new MomentSums(length, groupOutputs));
    }
  }

  /** Elements of the patch that one group reads. */
  static int patchLength(Conv2d operator) {
    return operator.window().taps() * operator.weights().shape().channels();
  }

  /** Measures one pass over the rows. */
  GroupedRefit measure(RefitRows rows) {
    rows.forEach(
        (patch, wanted, other) -> {
          for (int group = 0; group < groups; group++) {
            add(group, patch, wanted, other);
          }
        });
    return this;
  }

  private void add(int group, double[] patch, double[] wanted, double[] other) {
    sums.get(group)
        .add(
            (x, xFrom, y, yFrom) -> {
              PatchReader.readGroup(patch, group, groups, groupInputs, x, xFrom);
              for (int t = 0; t < groupOutputs; t++) {
                int output = group * groupOutputs + t;
                y[yFrom + t] = wanted[output] - other[output];
              }
            });
  }

  /** The convolution with every group's best kernel and bias. */
  Conv2d refitted() {
    double[] weights = operator.weights().toDoubles();
    double[] biases = new double[operator.outputChannels()];
    int size = groupOutputs * length;
    for (int group = 0; group < groups; group++) {
      double[] values = new double[size];
      System.arraycopy(weights, group * size, values, 0, size);
      KernelTensor kernel =
          new KernelTensor(
              groupOutputs,
              operator.window().kernelHeight(),
              operator.window().kernelWidth(),
              groupInputs,
              values);
      LayerRefit refit = new LayerRefit(kernel, sums.get(group).moments());
      KernelTensor best = rounded(refit.best());
      System.arraycopy(best.values(), 0, weights, group * size, size);
      System.arraycopy(refit.bias(best), 0, biases, group * groupOutputs, groupOutputs);
    }
    return operator.withWeights(
        Tensor.fromDoubles(operator.weights().shape(), weights),
        Tensor.fromDoubles(operator.bias().shape(), biases));
  }

  private static KernelTensor rounded(KernelTensor kernel) {
    double[] values = kernel.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    return kernel.withValues(values);
  }
}
