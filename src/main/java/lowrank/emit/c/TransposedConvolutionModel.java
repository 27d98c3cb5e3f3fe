package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.kernel.TransposedConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * A transposed convolution: each output gathers the input pixels whose kernels reach it, so that no
 * memory for sums is needed.
 *
 * @param value C expression of {@code pixel[i]} less the input's zero point
 */
public record TransposedConvolutionModel(
    Head head,
    Shape in,
    Shape out,
    Window window,
    String value,
    RequantiseModel requantise,
    List<ConstantModel> constants)
    implements LayerModel {

  static TransposedConvolutionModel of(TransposedConvolutionKernel kernel, LayerContext context) {
    Window window = kernel.window();
    RequantiseModel requantise =
        RequantiseModel.of(context, kernel.requantiser(), bounds(kernel, context.layer()));
    int zeroPoint = kernel.input().type().zeroPoint();
    return new TransposedConvolutionModel(
        context.head(
            CText.format(
                "%dx%d transposed convolution%s",
                window.kernelHeight(), window.kernelWidth(), LayerContext.describe(window))),
        kernel.input().shape(),
        kernel.output().shape(),
        window,
        zeroPoint == 0 ? "pixel[i]" : "(pixel[i]" + CText.plus(-zeroPoint) + ")",
        requantise,
        constants(kernel, context, requantise));
  }

  private static long[] bounds(TransposedConvolutionKernel kernel, String layer) {
    long[] bounds =
        IntStream.range(0, kernel.bias().size()).mapToLong(kernel::largestSum).toArray();
    for (long bound : bounds) {
      if (bound > Integer.MAX_VALUE) {
        throw new CompileException(Fault.ACCUMULATOR_OVERFLOW, layer, bound);
      }
    }
    return bounds;
  }

  private static List<ConstantModel> constants(
      TransposedConvolutionKernel kernel, LayerContext context, RequantiseModel requantise) {
    List<ConstantModel> constants = new ArrayList<>();
    constants.add(
        ConstantModel.of(
            context.function() + "_weights",
            kernel.weights().type(),
            List.of(
                CText.format(
                    "%s, weights: %s, output channels x kernel rows x kernel columns x input channels.",
                    context.layer(), kernel.weights().shape()),
                context.source()),
            kernel.weights().toArray()));
    constants.add(
        ConstantModel.of(
            context.function() + "_bias",
            kernel.bias().type(),
            List.of(
                CText.format("%s, bias: one per output channel.", context.layer()),
                context.source()),
            kernel.bias().toArray()));
    constants.addAll(requantise.constants());
    return constants;
  }

  @Override
  public String template() {
    return "TransposedConvolution.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return requantise.helpers();
  }
}
