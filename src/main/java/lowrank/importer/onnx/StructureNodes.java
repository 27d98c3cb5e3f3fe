package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.importer.SizeBudget;
import lowrank.operator.Concatenation;
import lowrank.operator.Pad;
import lowrank.operator.Slice;
import lowrank.tensor.Shape;

/** Nodes that put activations together or take parts of them: Concat, Pad, Slice. */
final class StructureNodes {
  private StructureNodes() {}

  /** Concat of activations. */
  static void concat(Node node, Graph graph) {
    List<Graph.Placed> inputs = placedAlike(node, graph);
    if (inputs.isEmpty()) {
      throw node.malformed("has no inputs");
    }
    Graph.Placed first = inputs.get(0);
    if (inputs.size() == 1) {
      graph.define(node.output(), first.view());
      return;
    }
    int axis = node.axis(node.integer("axis", node.opset() < 4 ? 1 : 0), first.places().length);
    int place = first.places()[axis];
    if (place < 0) {
      throw node.unsupported(
          "it joins along axis " + axis + " of " + first.view().describe(),
          "join along channels, rows or columns");
    }
    String[] values = inputs.stream().map(input -> input.view().value()).toArray(String[]::new);
    String name = graph.add(node, new Concatenation(place), values);
    graph.define(node.output(), View.of(name, graph.shape(name), first.places()));
  }

  /** All inputs, those copied that are stored in another order than the first. */
  private static List<Graph.Placed> placedAlike(Node node, Graph graph) {
    List<Graph.Placed> inputs = new ArrayList<>();
    for (int input = 0; input < node.proto().getInputCount(); input++) {
      inputs.add(graph.placed(node, graph.view(node, input)));
    }
    boolean alike =
        inputs.stream().allMatch(i -> Arrays.equals(i.places(), inputs.get(0).places()));
    if (alike) {
      return inputs;
    }
    return inputs.stream()
        .map(input -> input.view())
        .map(view -> view.rank() == 4 ? graph.image(node, view) : graph.inOrder(node, view))
        .map(view -> graph.placed(node, view))
        .toList();
  }

  /** Pad with a constant. */
  static void pad(Node node, Graph graph) {
    if (!node.text("mode", "constant").equals("constant")) {
      throw node.unsupported("mode " + node.text("mode", ""), "pad with a constant");
    }
    View view = graph.view(node, 0);
    float value = padValue(node, graph);
    int[] before = new int[view.rank()];
    int[] after = new int[view.rank()];
    readPads(node, graph, before, after);
    if (IntStream.range(0, before.length).allMatch(i -> before[i] == 0 && after[i] == 0)) {
      graph.define(node.output(), view);
      return;
    }
    Graph.Placed placed = graph.placed(node, view);
    Shape shape = placed.view().shape();
    List<Integer> storedBefore = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    List<Integer> storedAfter = new ArrayList<>(storedBefore);
    for (int axis = 0; axis < before.length; axis++) {
      int place = placed.places()[axis];
      if (place >= 0) {
        storedBefore.set(place, before[axis]);
        storedAfter.set(place, after[axis]);
      } else if (before[axis] + after[axis] > 0) {
        throw node.unsupported("it pads axis " + axis, "pad channels, rows or columns");
      }
    }
    String name = graph.add(node, new Pad(storedBefore, storedAfter, value), placed.view().value());
    graph.define(node.output(), View.of(name, graph.shape(name), placed.places()));
  }

  private static float padValue(Node node, Graph graph) {
    float[] given = graph.optionalConstant(node, 2).map(Constant::floats).orElse(new float[0]);
    float value = given.length == 0 ? node.real("value", 0) : given[0];
    if (!Float.isFinite(value)) {
      throw node.unsupported("it pads with " + value, "pad with a finite constant");
    }
    return value;
  }

  private static void readPads(Node node, Graph graph, int[] before, int[] after) {
    List<Integer> pads =
        node.hasInput(1)
            ? graph.integers(node, 1)
            : node.integers("pads").orElseThrow(() -> node.malformed("has no pads"));
    List<Integer> axes = IntStream.range(0, before.length).boxed().toList();
    if (node.hasInput(3)) {
      axes = graph.integers(node, 3).stream().map(axis -> node.axis(axis, before.length)).toList();
    }
    if (pads.size() != 2 * axes.size()) {
      throw node.malformed(pads.size() + " pads for " + axes.size() + " axes");
    }
    for (int i = 0; i < axes.size(); i++) {
      before[axes.get(i)] = pads.get(i);
      after[axes.get(i)] = pads.get(axes.size() + i);
    }
    if (pads.stream().anyMatch(pad -> pad < 0 || pad > SizeBudget.ACTIVATION)) {
      throw node.unsupported("its pads are " + pads, "cut with Slice instead of negative pads");
    }
  }

  /** Slice with constant bounds and positive steps. */
  static void slice(Node node, Graph graph) {
    View view = graph.view(node, 0);
    boolean inputs = node.hasInput(1);
    List<Integer> starts = list(node, graph, inputs, 1, "starts").orElse(List.of());
    List<Integer> ends = list(node, graph, inputs, 2, "ends").orElse(List.of());
    List<Integer> axes =
        list(node, graph, inputs, 3, "axes")
            .orElse(IntStream.range(0, starts.size()).boxed().toList());
    List<Integer> steps =
        list(node, graph, inputs, 4, "steps").orElse(Collections.nCopies(starts.size(), 1));
    if (starts.isEmpty()
        || ends.size() != starts.size()
        || axes.size() != starts.size()
        || steps.size() != starts.size()) {
      throw node.malformed("starts, ends, axes and steps differ in length");
    }
    int[] begin = new int[view.rank()];
    int[] end = view.dimensions().stream().mapToInt(Integer::intValue).toArray();
    int[] step = new int[view.rank()];
    Arrays.fill(step, 1);
    for (int i = 0; i < starts.size(); i++) {
      int axis = node.axis(axes.get(i), view.rank());
      begin[axis] = bound(starts.get(i), end[axis]);
      end[axis] = bound(ends.get(i), end[axis]);
      step[axis] = steps.get(i);
      if (step[axis] < 1 || begin[axis] >= end[axis]) {
        throw node.unsupported(
            "it takes " + starts + " to " + ends + " by " + steps + " of " + view.describe(),
            "take at least one element, with positive steps");
      }
    }
    slice(node, graph, view, begin, end, step);
  }

  private static Optional<List<Integer>> list(
      Node node, Graph graph, boolean inputs, int input, String attribute) {
    if (!inputs) {
      return node.integers(attribute);
    }
    return node.hasInput(input) ? Optional.of(graph.integers(node, input)) : Optional.empty();
  }

  private static int bound(int given, int size) {
    return Math.max(0, Math.min(size, given < 0 ? given + size : given));
  }

  private static void slice(Node node, Graph graph, View view, int[] begin, int[] end, int[] step) {
    boolean whole = true;
    for (int axis = 0; axis < begin.length; axis++) {
      int size = view.dimension(axis);
      whole &= begin[axis] == 0 && (size - 1) / step[axis] == size - 1 && end[axis] == size;
    }
    if (whole) {
      graph.define(node.output(), view);
      return;
    }
    Graph.Placed placed = graph.placed(node, view);
    Shape shape = placed.view().shape();
    List<Integer> storedBegin = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    List<Integer> storedEnd = new ArrayList<>(shape.dimensions());
    List<Integer> storedStep = new ArrayList<>(Collections.nCopies(shape.rank(), 1));
    for (int axis = 0; axis < begin.length; axis++) {
      int place = placed.places()[axis];
      if (place >= 0) {
        storedBegin.set(place, begin[axis]);
        storedEnd.set(place, end[axis]);
        storedStep.set(place, Math.min(step[axis], end[axis]));
      }
    }
    String name =
        graph.add(node, new Slice(storedBegin, storedEnd, storedStep), placed.view().value());
    graph.define(node.output(), View.of(name, graph.shape(name), placed.places()));
  }
}
