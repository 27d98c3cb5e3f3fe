package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.importer.SizeBudget;
import lowrank.operator.NearestSampling;
import lowrank.operator.NearestSampling.Coordinates;
import lowrank.operator.NearestSampling.Rounding;
import lowrank.operator.ResizeNearest;
import lowrank.operator.Slice;
import lowrank.tensor.Shape;

/** Nodes that move elements to other places: Split, Resize, Upsample, Gather. */
final class MoveNodes {
  private static final int COORDINATES_OPSET = 11;
  private static final Coordinates[] COORDINATES = Coordinates.values();
  private static final Rounding[] ROUNDINGS = Rounding.values();

  private MoveNodes() {}

  /** Split into parts of given or equal lengths: one slice for each. */
  static void split(Node node, Graph graph) {
    Graph.Placed placed = graph.placed(node, graph.view(node, 0));
    int axis = node.axis(node.integer("axis", 0), placed.view().rank());
    int place = placed.places()[axis];
    int size = placed.view().dimension(axis);
    int parts = node.proto().getOutputCount();
    List<Integer> lengths = lengths(node, graph, size);
    if (place < 0
        || lengths.size() != parts
        || lengths.stream().anyMatch(length -> length < 1)
        || lengths.stream().mapToLong(Integer::longValue).sum() != size) {
      throw node.unsupported(
          "it splits axis " + axis + " of " + placed.view().describe() + " into " + lengths,
          "split channels, rows or columns into parts of 1 or more");
    }
    Shape shape = placed.view().shape();
    List<Integer> begin = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    List<Integer> end = new ArrayList<>(shape.dimensions());
    List<Integer> step = Collections.nCopies(shape.rank(), 1);
    for (int part = 0; part < parts; part++) {
      end.set(place, begin.get(place) + lengths.get(part));
      String output = node.proto().getOutput(part);
      if (!output.isEmpty()) {
        String name = graph.add(node, new Slice(begin, end, step), placed.view().value());
        graph.define(output, View.of(name, graph.shape(name), placed.places()));
      }
      begin.set(place, end.get(place));
    }
  }

  /** Lengths as given, else equal ones, of which the last may be shorter since version 18. */
  private static List<Integer> lengths(Node node, Graph graph, int size) {
    if (node.hasInput(1)) {
      return graph.integers(node, 1);
    }
    return node.integers("split")
        .orElseGet(
            () -> {
              int parts = Math.max(1, node.proto().getOutputCount());
              int length = (size + parts - 1) / parts;
              return IntStream.range(0, parts)
                  .mapToObj(part -> Math.min(length, size - part * length))
                  .toList();
            });
  }

  /** Resize to the nearest pixel: scales, or sizes. */
  static void resize(Node node, Graph graph) {
    if (!node.text("mode", "nearest").equals("nearest")) {
      throw node.unsupported("mode " + node.text("mode", ""), "resize with mode nearest");
    }
    if (!node.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw node.unsupported("it keeps the aspect ratio", "give the size of rows and columns");
    }
    boolean early = node.opset() < COORDINATES_OPSET;
    int scalesInput = early ? 1 : 2;
    View view = graph.view(node, 0);
    int rank = view.rank();
    List<Integer> axes =
        node.integers("axes")
            .map(given -> given.stream().map(axis -> node.axis(axis, rank)).toList())
            .orElse(IntStream.range(0, rank).boxed().toList());
    Optional<float[]> scales =
        graph
            .optionalConstant(node, scalesInput)
            .map(Constant::floats)
            .filter(given -> given.length > 0);
    List<Integer> sizes = early || scales.isPresent() ? List.of() : graph.integers(node, 3);
    if ((scales.isPresent() ? scales.get().length : sizes.size()) != axes.size()) {
      throw node.malformed("scales or sizes for other than " + axes.size() + " axes");
    }
    int[] target = view.dimensions().stream().mapToInt(Integer::intValue).toArray();
    float[] factors = new float[rank];
    Arrays.fill(factors, 1);
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      factors[axis] =
          scales.isPresent() ? scales.get()[i] : (float) sizes.get(i) / view.dimension(axis);
      target[axis] = scales.isPresent() ? scaled(target[axis], factors[axis]) : sizes.get(i);
    }
    resize(node, graph, view, target, factors, sampling(node, early, factors));
  }

  /** Upsample to the nearest pixel by factors of 1 or more: Resize of old. */
  static void upsample(Node node, Graph graph) {
    if (!node.text("mode", "nearest").equals("nearest")) {
      throw node.unsupported("mode " + node.text("mode", ""), "resize with mode nearest");
    }
    View view = graph.view(node, 0);
    float[] factors = new float[view.rank()];
    List<Float> given = node.reals("scales").orElse(List.of());
    float[] scales = node.hasInput(1) ? graph.finite(node, 1) : new float[given.size()];
    for (int i = 0; i < given.size() && !node.hasInput(1); i++) {
      scales[i] = given.get(i);
    }
    if (scales.length != view.rank()) {
      throw node.malformed(scales.length + " scales for " + view.rank() + " dimensions");
    }
    int[] target = new int[view.rank()];
    for (int axis = 0; axis < target.length; axis++) {
      factors[axis] = scales[axis];
      target[axis] = scaled(view.dimension(axis), factors[axis]);
    }
    resize(node, graph, view, target, factors, sampling(node, true, factors));
  }

  private static int scaled(int size, float factor) {
    return (int) Math.floor(size * factor);
  }

  private static NearestSampling sampling(Node node, boolean early, float[] factors) {
    if (early) {
      for (float factor : factors) {
        if (factor < 1) {
          throw node.unsupported(
              "it shrinks an image", "export the model with operator set 11 or later");
        }
      }
      return new NearestSampling(Coordinates.ASYMMETRIC, Rounding.FLOOR);
    }
    return new NearestSampling(
        named(node, "coordinate_transformation_mode", "half_pixel", COORDINATES),
        named(node, "nearest_mode", "round_prefer_floor", ROUNDINGS));
  }

  private static <E extends Enum<E>> E named(
      Node node, String attribute, String otherwise, E[] constants) {
    String given = node.text(attribute, otherwise);
    for (E constant : constants) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(given)) {
        return constant;
      }
    }
    throw node.unsupported(attribute + " is " + given, "use half_pixel or asymmetric");
  }

  private static void resize(
      Node node, Graph graph, View view, int[] target, float[] factors, NearestSampling sampling) {
    int rank = view.rank();
    boolean fits = rank == 3 || rank == 4;
    for (int axis = 0; axis < rank; axis++) {
      boolean spatial = axis >= 2;
      fits &= target[axis] >= 1 && target[axis] <= SizeBudget.ACTIVATION;
      fits &= spatial || target[axis] == view.dimension(axis);
    }
    if (!fits) {
      throw node.unsupported(
          "it resizes " + view.describe() + " to " + Arrays.toString(target),
          "resize rows and columns only");
    }
    View image = graph.image(node, view);
    List<Integer> columns =
        sampling.positions(image.shape().width(), target[rank - 1], factors[rank - 1]);
    List<Integer> rows =
        rank == 4 ? sampling.positions(image.shape().height(), target[2], factors[2]) : List.of(0);
    addResize(node, graph, image, rows, columns);
  }

  private static void addResize(
      Node node, Graph graph, View image, List<Integer> rows, List<Integer> columns) {
    String name = graph.add(node, new ResizeNearest(rows, columns), image.value());
    graph.define(node.output(), View.image(name, graph.shape(name), image.rank()));
  }

  /** Gather of whole rows or columns of an image. */
  static void gather(Node node, Graph graph) {
    View view = graph.view(node, 0);
    int axis = node.axis(node.integer("axis", 0), view.rank());
    Constant indices = graph.constant(node, 1);
    if (indices.dimensions().size() != 1 || view.rank() != 4 || axis < 2) {
      throw node.unsupported(
          "it gathers along axis " + axis + " of " + view.describe(),
          "gather rows or columns of an image, or take parts with Slice");
    }
    View image = graph.image(node, view);
    List<Integer> picked = new ArrayList<>();
    for (long index : indices.longs()) {
      picked.add(node.axis(index, view.dimension(axis)));
    }
    int other = view.dimension(5 - axis);
    List<Integer> all = IntStream.range(0, other).boxed().toList();
    addResize(node, graph, image, axis == 2 ? picked : all, axis == 3 ? picked : all);
  }
}
