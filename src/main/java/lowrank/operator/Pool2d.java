package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.Kernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/** Maximum or average over a window; padding does not take part in either. */
public record Pool2d(Window window, PoolKernel.Mode mode, Range activation)
    implements ActivatedOperator {
  @Override
  public Pool2d withActivation(Range replacement) {
    return new Pool2d(window, mode, replacement);
  }

  @Override
  public String kind() {
    return mode == PoolKernel.Mode.MAXIMUM ? "MaxPool" : "AveragePool";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Windows.outputShape(inputs.get(0), window, inputs.get(0).channels());
  }

  @Override
  public OutputType outputType() {
    return OutputType.SAME_AS_INPUT;
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    return new PoolKernel(
        inputs.get(0),
        output,
        window,
        mode,
        activation.minimum(output.type()),
        activation.maximum(output.type()));
  }
}
