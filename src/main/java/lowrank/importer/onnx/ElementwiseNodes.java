package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.fixed.Range;
import lowrank.operator.Add;
import lowrank.operator.Arithmetic;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.Mul;
import lowrank.operator.Operator;
import lowrank.operator.Sub;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/** Add, Sub and Mul of two activations, and of an activation and a constant of integers. */
final class ElementwiseNodes {
  private ElementwiseNodes() {}

  /** Two activations of one shape, or one that is repeated for every pixel. */
  static void activations(Node node, Graph graph, Arithmetic operation) {
    View left = graph.view(node, 0);
    View right = graph.view(node, 1);
    int rank = Math.max(left.rank(), right.rank());
    left = widened(left, rank);
    right = widened(right, rank);
    if (left.dimensions().equals(right.dimensions())) {
      List<View> alike = graph.alike(node, left, right);
      left = alike.get(0);
      right = alike.get(1);
    }
    boolean leftLarger = left.shape().elements() >= right.shape().elements();
    View large = leftLarger ? left : right;
    View small = fitted(node, graph, leftLarger ? right : left, large);
    Operator operator =
        switch (operation) {
          case ADD -> new Add(Range.ALL);
          case SUBTRACT -> new Sub(Range.ALL);
          case MULTIPLY -> new Mul(Range.ALL);
        };
    String first = leftLarger ? large.value() : small.value();
    String second = leftLarger ? small.value() : large.value();
    graph.define(node.output(), large.withValue(graph.add(node, operator, first, second)));
  }

  /** The smaller operand, stored as it is to be read next to the larger one. */
  private static View fitted(Node node, Graph graph, View small, View large) {
    if (small.dimensions().equals(large.dimensions())) {
      return graph.stored(node, small, large.shape());
    }
    int size = small.shape().elements();
    Axis varying = varying(node, large, small.dimensions());
    if (size != 1 && !(varying.contiguous() && varying.size() == large.shape().channels())) {
      throw misfit(node, small.dimensions(), large);
    }
    List<Integer> stored = new ArrayList<>(Collections.nCopies(large.shape().rank() - 1, 1));
    stored.add(size);
    return graph.stored(node, small, new Shape(stored));
  }

  /** What runs along those dimensions of an operand that are not 1. */
  private static Axis varying(Node node, View large, List<Integer> dimensions) {
    List<Axis> varying = new ArrayList<>();
    for (int axis = 0; axis < dimensions.size(); axis++) {
      Axis of = large.axes().get(large.rank() - dimensions.size() + axis);
      if (dimensions.get(axis) != 1) {
        if (of.size() != dimensions.get(axis)) {
          throw misfit(node, dimensions, large);
        }
        varying.add(of);
      }
    }
    return Axis.joined(varying);
  }

  private static CompileException misfit(Node node, List<Integer> dimensions, View large) {
    return node.unsupported(
        "an operand of dimensions " + dimensions + " for input " + large.describe(),
        "give both the same dimensions, or one the channels alone");
  }

  /** The same value with leading dimensions of 1. */
  static View widened(View view, int rank) {
    List<Axis> axes = new ArrayList<>(Collections.nCopies(rank - view.rank(), Axis.ONE));
    axes.addAll(view.axes());
    return new View(view.value(), view.shape(), axes);
  }

  /** Whether a constant's integers are taken as they are: where the activation has some, too. */
  static boolean takesIntegers(Node node, Graph graph, int activation, int constant) {
    return graph.constant(node, constant).bytes().isPresent()
        && graph.isMarked(graph.view(node, activation).value());
  }

  /** An activation and a constant of integers. */
  static void constant(
      Node node, Graph graph, Arithmetic operation, int activation, int constantInput) {
    Constant constant = graph.constant(node, constantInput);
    Constant.Bytes bytes = constant.bytes().orElseThrow();
    List<Integer> dimensions = constant.dimensions();
    View view = graph.view(node, activation);
    View large = widened(view, Math.max(view.rank(), dimensions.size()));
    int[] sources = sources(node, large, dimensions, bytes.values().length);
    int[] values = new int[sources.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.values()[sources[i]];
    }
    ConstantArithmetic operator =
        new ConstantArithmetic(
            operation,
            IntTensor.vector(ElementType.INT8, values),
            bytes.type(),
            constantInput == 0,
            Range.ALL);
    graph.define(node.output(), large.withValue(graph.add(node, operator, large.value())));
  }

  /** For the single element, every channel or every stored element its place in the constant. */
  private static int[] sources(Node node, View large, List<Integer> dimensions, int count) {
    Axis varying = varying(node, large, dimensions);
    boolean channels = varying.contiguous() && varying.size() == large.shape().channels();
    if (count == 1 || (channels && count == varying.size())) {
      int[] sources = new int[count];
      Arrays.setAll(sources, i -> i);
      return sources;
    }
    int[] order = large.order();
    int[] sources = new int[large.shape().elements()];
    int[] index = new int[large.rank()];
    for (int i = 0; i < sources.length; i++) {
      sources[order[i]] = ArithmeticNodes.source(index, dimensions);
      ArithmeticNodes.advance(index, large.dimensions());
    }
    return sources;
  }
}
