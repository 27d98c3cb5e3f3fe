package lowrank.importer.tflite;

import java.util.Set;
import java.util.TreeSet;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.operator.Mean;
import lowrank.operator.Operator;
import lowrank.operator.Pool2d;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Pool2DOptions;

/** Pooling over windows and over whole images. */
final class PoolConverters {
  /** How far TFLite lets the scales of a pooling's input and output be apart. */
  private static final float SCALE_TOLERANCE = 1e-6f;

  private PoolConverters() {}

  static void maximum(NodeInfo node, GraphBuilder graph) {
    pool(node, graph, PoolKernel.Mode.MAXIMUM);
  }

  static void average(NodeInfo node, GraphBuilder graph) {
    pool(node, graph, PoolKernel.Mode.AVERAGE);
  }

  private static void pool(NodeInfo node, GraphBuilder graph, PoolKernel.Mode mode) {
    Value input = image(node, graph);
    Pool2d pool =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.Pool2DOptions,
                new Pool2DOptions(),
                o -> {
                  Window unpadded =
                      Windows.unpadded(
                          graph,
                          node,
                          o.filterHeight(),
                          o.filterWidth(),
                          new int[] {o.strideH(), o.strideW()},
                          new int[] {1, 1});
                  return new Pool2d(
                      Windows.of(graph, node, input.shape(), unpadded, o.padding()),
                      mode,
                      Activations.range(graph, node, o.fusedActivationFunction()));
                });
    checkSameType(node, graph, input);
    graph.add(node, pool, input);
  }

  private static void checkSameType(NodeInfo node, GraphBuilder graph, Value input) {
    graph
        .type(graph.output(node))
        .ifPresent(
            to -> {
              QuantizedType from = input.type().orElse(to);
              if (Math.abs(from.scale() - to.scale()) > SCALE_TOLERANCE
                  || from.zeroPoint() != to.zeroPoint()) {
                throw new CompileException(
                    Fault.BAD_QUANTIZATION,
                    graph.model().file(),
                    GraphBuilder.label(node),
                    "input and output differ in scale or zero point",
                    "convert the model again");
              }
            });
  }

  /** Mean over rows and columns; whether they are kept as dimensions of one is but a shape. */
  static void mean(NodeInfo node, GraphBuilder graph) {
    Value input = image(node, graph);
    Set<Integer> axes = new TreeSet<>();
    for (int axis : graph.constants().list(node, 1)) {
      axes.add(axis < 0 ? axis + 4 : axis);
    }
    if (!axes.equals(Set.of(1, 2))) {
      throw graph.unsupported(
          node, "mean over dimensions " + axes, "take the mean over rows and columns");
    }
    Window whole = Window.of(input.shape().height(), input.shape().width());
    Operator operator =
        input.type().isPresent()
            ? new Mean()
            : new Pool2d(whole, PoolKernel.Mode.AVERAGE, Range.ALL);
    graph.add(node, operator, input);
  }

  private static Value image(NodeInfo node, GraphBuilder graph) {
    Value input = graph.input(node, 0);
    if (input.shape().rank() != 3) {
      throw graph.unsupported(
          node, "input of shape " + input.shape(), "give it one image, rows x columns x channels");
    }
    return input;
  }
}
