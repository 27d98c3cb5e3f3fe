package lowrank.importer.tflite;

import java.util.Arrays;
import lowrank.fixed.Range;
import lowrank.importer.pass.ChannelAffine;
import lowrank.operator.Add;
import lowrank.operator.Clamp;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.SubOptions;

/** Sums of activations, and arithmetic with constants. */
final class ArithmeticConverters {
  private ArithmeticConverters() {}

  static void add(NodeInfo node, GraphBuilder graph) {
    byte function =
        graph.model().hasOptions(node, BuiltinOptions.AddOptions)
            ? graph
                .model()
                .options(
                    node,
                    BuiltinOptions.AddOptions,
                    new AddOptions(),
                    AddOptions::fusedActivationFunction)
            : 0;
    Range activation = Activations.range(graph, node, function);
    if (!graph.constant(node, 0) && !graph.constant(node, 1)) {
      Value left = graph.input(node, 0);
      Value right = graph.input(node, 1);
      checkGeneralScales(node, graph, left);
      graph.add(node, new Add(activation), left, right);
      return;
    }
    int constant = graph.constant(node, 1) ? 1 : 0;
    Value input = floatInput(node, graph, 1 - constant);
    float[] offsets = perChannel(node, graph, constant, input);
    affine(node, graph, input, filled(offsets.length, 1), offsets, activation);
  }

  /**
   * TFLite has two kernels for 16-bit sums; that for scales that are powers of two, which is the
   * format's default, computes otherwise.
   */
  private static void checkGeneralScales(NodeInfo node, GraphBuilder graph, Value input) {
    boolean wide = input.type().filter(t -> t.element() == ElementType.INT16).isPresent();
    if (wide
        && (!graph.model().hasOptions(node, BuiltinOptions.AddOptions)
            || graph
                .model()
                .options(
                    node,
                    BuiltinOptions.AddOptions,
                    new AddOptions(),
                    AddOptions::potScaleInt16))) {
      throw graph.unsupported(
          node,
          "a 16-bit sum with scales that are powers of two",
          "convert the model with general scales, the converter's default");
    }
  }

  static void subtract(NodeInfo node, GraphBuilder graph) {
    byte function =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.SubOptions,
                new SubOptions(),
                SubOptions::fusedActivationFunction);
    Range activation = Activations.range(graph, node, function);
    if (graph.constant(node, 0)) {
      Value input = floatInput(node, graph, 1);
      float[] offsets = perChannel(node, graph, 0, input);
      affine(node, graph, input, filled(offsets.length, -1), offsets, activation);
      return;
    }
    Value input = floatInput(node, graph, 0);
    float[] offsets = perChannel(node, graph, 1, input);
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = -offsets[i];
    }
    affine(node, graph, input, filled(offsets.length, 1), offsets, activation);
  }

  static void multiply(NodeInfo node, GraphBuilder graph) {
    byte function =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.MulOptions,
                new MulOptions(),
                MulOptions::fusedActivationFunction);
    int constant = graph.constant(node, 1) ? 1 : 0;
    Value input = floatInput(node, graph, 1 - constant);
    float[] factors = perChannel(node, graph, constant, input);
    affine(
        node,
        graph,
        input,
        factors,
        new float[factors.length],
        Activations.range(graph, node, function));
  }

  private static Value floatInput(NodeInfo node, GraphBuilder graph, int position) {
    Value input = graph.input(node, position);
    if (input.type().isPresent()) {
      throw graph.unsupported(
          node,
          "arithmetic of int8 activations with a constant",
          "fold the constant into a layer before converting the model to int8");
    }
    return input;
  }

  /** A constant that is the same for all pixels, one value per channel. */
  private static float[] perChannel(NodeInfo node, GraphBuilder graph, int position, Value input) {
    if (!graph.constant(node, position)) {
      throw graph.unsupported(
          node, "both inputs are activations", "only ADD of two activations is supported");
    }
    Tensor constant = graph.constants().floats(node, position);
    int channels = input.shape().channels();
    Shape shape = constant.shape();
    if (constant.size() != 1 && (constant.size() != channels || shape.channels() != channels)) {
      throw graph.unsupported(
          node,
          "a constant of shape " + shape + " for an input of " + input.shape(),
          "use one value, or one per channel");
    }
    return constant.size() == 1 ? filled(channels, constant.at(0)) : constant.toArray();
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private static void affine(
      NodeInfo node,
      GraphBuilder graph,
      Value input,
      float[] scale,
      float[] offset,
      Range activation) {
    graph.add(node, new ChannelAffine(Tensor.vector(scale), Tensor.vector(offset)), input);
    if (!activation.isAll()) {
      graph.add(node, new Clamp(activation), graph.value(graph.output(node).index()));
    }
  }
}
