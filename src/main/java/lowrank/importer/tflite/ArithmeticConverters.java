package lowrank.importer.tflite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.importer.pass.ChannelAffine;
import lowrank.operator.ActivatedOperator;
import lowrank.operator.Add;
import lowrank.operator.Arithmetic;
import lowrank.operator.Clamp;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.Mul;
import lowrank.operator.Sub;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.SubOptions;

/** Sums, differences and products of activations, and of activations and constants. */
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
    if (!graph.constant(node, 0)) {
      checkGeneralScales(node, graph, graph.input(node, 0));
    }
    convert(node, graph, Arithmetic.ADD, Activations.range(graph, node, function));
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
    convert(node, graph, Arithmetic.SUBTRACT, Activations.range(graph, node, function));
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
    convert(node, graph, Arithmetic.MULTIPLY, Activations.range(graph, node, function));
  }

  private static void convert(
      NodeInfo node, GraphBuilder graph, Arithmetic operation, Range activation) {
    boolean first = graph.constant(node, 0);
    if (!first && !graph.constant(node, 1)) {
      Value left = graph.input(node, 0);
      Value right = graph.input(node, 1);
      int rank = Math.max(left.shape().rank(), right.shape().rank());
      ActivatedOperator operator =
          switch (operation) {
            case ADD -> new Add(activation);
            case SUBTRACT -> new Sub(activation);
            case MULTIPLY -> new Mul(activation);
          };
      graph.add(node, operator, widened(left, rank), widened(right, rank));
    } else if (graph.input(node, first ? 1 : 0).type().isPresent()) {
      integers(node, graph, operation, first, activation);
    } else {
      affine(node, graph, operation, first, activation);
    }
  }

  /** The same elements with leading dimensions of 1. */
  private static Value widened(Value value, int rank) {
    List<Integer> dimensions = new ArrayList<>(Collections.nCopies(rank - value.shape().rank(), 1));
    dimensions.addAll(value.shape().dimensions());
    return value.withShape(new Shape(dimensions));
  }

  private static void integers(
      NodeInfo node, GraphBuilder graph, Arithmetic operation, boolean first, Range activation) {
    Value input = graph.input(node, first ? 1 : 0);
    IntTensor constant = graph.constants().integers(node, first ? 0 : 1, ElementType.INT8);
    checkFits(node, graph, constant.shape(), input.shape());
    QuantizedType type = graph.type(graph.constants().tensor(node, first ? 0 : 1)).orElseThrow();
    graph.add(node, new ConstantArithmetic(operation, constant, type, first, activation), input);
  }

  private static void affine(
      NodeInfo node, GraphBuilder graph, Arithmetic operation, boolean first, Range activation) {
    Value input = graph.input(node, first ? 1 : 0);
    float[] constant = perChannel(node, graph, first ? 0 : 1, input);
    float[] scale = filled(constant.length, operation == Arithmetic.SUBTRACT && first ? -1 : 1);
    float[] offset = new float[constant.length];
    for (int i = 0; i < constant.length; i++) {
      switch (operation) {
        case ADD -> offset[i] = constant[i];
        case SUBTRACT -> offset[i] = first ? constant[i] : -constant[i];
        case MULTIPLY -> scale[i] = constant[i];
      }
    }
    graph.add(node, new ChannelAffine(Tensor.vector(scale), Tensor.vector(offset)), input);
    if (!activation.isAll()) {
      graph.add(node, new Clamp(activation), graph.value(graph.output(node).index()));
    }
  }

  /** A constant that is the same for all pixels, one value per channel. */
  private static float[] perChannel(NodeInfo node, GraphBuilder graph, int position, Value input) {
    Tensor constant = graph.constants().floats(node, position);
    int channels = input.shape().channels();
    if (constant.size() > channels) {
      throw misfit(node, graph, constant.shape(), input.shape());
    }
    checkFits(node, graph, constant.shape(), input.shape());
    return constant.size() == 1 ? filled(channels, constant.at(0)) : constant.toArray();
  }

  /** Refuses constants other than one value, one per channel or one per element. */
  private static void checkFits(NodeInfo node, GraphBuilder graph, Shape constant, Shape input) {
    int size = constant.elements();
    boolean perChannel = size == input.channels() && constant.channels() == size;
    boolean whole = size == input.elements() && endsWith(input, constant);
    if (size != 1 && !perChannel && !whole) {
      throw misfit(node, graph, constant, input);
    }
  }

  /** Whether the dimensions are the same, up to leading ones of the constant. */
  private static boolean endsWith(Shape input, Shape constant) {
    int extra = constant.rank() - input.rank();
    return extra >= 0
        && constant.dimensions().subList(extra, constant.rank()).equals(input.dimensions());
  }

  private static CompileException misfit(
      NodeInfo node, GraphBuilder graph, Shape constant, Shape input) {
    return graph.unsupported(
        node,
        "a constant of shape " + constant + " for an input of " + input,
        "use one value, or one per channel");
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }
}
