package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import lowrank.kernel.ConvolutionKernel;

/** The tables of a weighted layer with their comments. */
record ConvolutionTables(
    ConvolutionKernel kernel,
    LayerContext context,
    Accumulation accumulation,
    RequantiseModel requantise) {

  static ConvolutionTables of(ConvolutionKernel kernel, LayerContext context) {
    Accumulation accumulation = Accumulation.of(kernel, context.layer());
    return new ConvolutionTables(
        kernel,
        context,
        accumulation,
        RequantiseModel.of(context, kernel.requantiser(), accumulation.bounds()));
  }

  /**
   * Weights, bias, and whatever requantisation needs.
   *
   * @param ordered the weights as they are read
   * @param order in which that is, as a sentence
   */
  List<ConstantModel> constants(int[] ordered, String order) {
    List<ConstantModel> constants = new ArrayList<>();
    constants.add(
        ConstantModel.of(
            context.function() + "_weights",
            kernel.weights().type(),
            List.of(
                CText.format(
                    "%s, weights: %s, output channels x kernel rows x kernel columns x input channels.",
                    context.layer(), kernel.weights().shape()),
                context.source(),
                order,
                scales()),
            ordered));
    constants.add(
        ConstantModel.of(
            context.function() + "_bias",
            kernel.bias().type(),
            List.of(
                CText.format(
                    "%s, bias: one per output channel, less the input's zero point (%d) times the sum of the weights.",
                    context.layer(), kernel.input().type().zeroPoint()),
                context.source()),
            accumulation.bias()));
    constants.addAll(requantise.constants());
    return constants;
  }

  /** The weights' scales as the multipliers give them. */
  private String scales() {
    int[] multipliers = kernel.requantiser().multipliers().toArray();
    double unit = (double) kernel.output().type().scale() / kernel.input().type().scale();
    double[] scales =
        IntStream.range(0, multipliers.length)
            .mapToDouble(
                i -> Math.scalb((double) multipliers[i], kernel.requantiser().shifts().at(i) - 31))
            .map(factor -> factor * unit)
            .toArray();
    double smallest = DoubleStream.of(scales).min().orElseThrow();
    double largest = DoubleStream.of(scales).max().orElseThrow();
    return smallest == largest
        ? CText.format("Scale %s.", CText.significant(smallest, 4))
        : CText.format(
            "Scales from %s to %s.", CText.significant(smallest, 4), CText.significant(largest, 4));
  }
}
