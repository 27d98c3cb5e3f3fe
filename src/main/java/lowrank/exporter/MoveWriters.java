package lowrank.exporter;

import static lowrank.exporter.Protos.integer;
import static lowrank.exporter.Protos.integers;
import static lowrank.exporter.Protos.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import lowrank.operator.NearestSampling;
import lowrank.operator.NearestSampling.Coordinates;
import lowrank.operator.NearestSampling.Rounding;
import lowrank.operator.Pad;
import lowrank.operator.Reshape;
import lowrank.operator.ResizeNearest;
import lowrank.operator.Slice;
import lowrank.operator.Transpose;
import lowrank.tensor.Shape;

/** Writers of the operators that move elements without computing. */
final class MoveWriters {
  /** Since then sizes can be given without that of the batch. */
  private static final int RESIZE_OPSET = 18;

  /** What Resize may be written as, the usual first. */
  private static final List<NearestSampling> SAMPLINGS =
      List.of(
          new NearestSampling(Coordinates.ASYMMETRIC, Rounding.FLOOR),
          new NearestSampling(Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_CEIL),
          new NearestSampling(Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_FLOOR),
          new NearestSampling(Coordinates.ALIGN_CORNERS, Rounding.ROUND_PREFER_CEIL),
          new NearestSampling(Coordinates.ALIGN_CORNERS, Rounding.ROUND_PREFER_FLOOR));

  private MoveWriters() {}

  static void pad(Pad operator, LayerWriter layer) {
    List<Long> amounts = new ArrayList<>();
    amounts.add(0L);
    amounts.addAll(longs(operator.before()));
    amounts.add(0L);
    amounts.addAll(longs(operator.after()));
    String pads = layer.constant("pads", amounts);
    String value = layer.constant("value", Protos.floats(new float[] {operator.value()}));
    layer.main("Pad", List.of(layer.inputs().get(0), pads, value));
  }

  static void slice(Slice operator, LayerWriter layer) {
    int rank = operator.begin().size();
    layer.main(
        "Slice",
        List.of(
            layer.inputs().get(0),
            layer.constant("starts", longs(operator.begin())),
            layer.constant("ends", longs(operator.end())),
            layer.constant("axes", LongStream.rangeClosed(1, rank).boxed().toList()),
            layer.constant("steps", longs(operator.step()))));
  }

  static void reshape(Reshape operator, LayerWriter layer) {
    Shape shape = operator.shape();
    boolean back = ChannelsFirst.reorders(shape);
    List<Long> dimensions = new ArrayList<>(List.of(-1L));
    if (back) {
      shape.dimensions().forEach(dimension -> dimensions.add((long) dimension));
    } else {
      LongStream.of(ChannelsFirst.dimensions(shape)).forEach(dimensions::add);
    }
    String target = layer.constant("shape", dimensions);
    String reshaped = layer.main("Reshape", List.of(channelsLast(layer), target));
    if (back) {
      layer.helper(
          "channels_first",
          "Transpose",
          List.of(reshaped),
          integers("perm", ChannelsFirst.TO_FIRST));
    }
  }

  static void transpose(Transpose operator, LayerWriter layer) {
    int rank = operator.order().size();
    long[] order = new long[rank + 1];
    for (int axis = 0; axis < rank; axis++) {
      order[ChannelsFirst.axis(axis, rank)] = ChannelsFirst.axis(operator.order().get(axis), rank);
    }
    layer.main("Transpose", layer.inputs(), integers("perm", order));
  }

  /** Resize if a rule of ONNX gives the same pixels, else Gather along both axes. */
  static void resize(ResizeNearest operator, LayerWriter layer) {
    Shape in = layer.inputShape();
    String value = layer.inputs().get(0);
    Optional<NearestSampling> sampling =
        SAMPLINGS.stream()
            .filter(rule -> gives(rule, in.height(), operator.rows()))
            .filter(rule -> gives(rule, in.width(), operator.columns()))
            .findFirst();
    if (sampling.isEmpty()) {
      String rows = layer.constant("rows", longValues(operator.rows()));
      String columns = layer.constant("columns", longValues(operator.columns()));
      String picked =
          layer.helper("rows_picked", "Gather", List.of(value, rows), integer("axis", 2));
      layer.main("Gather", List.of(picked, columns), integer("axis", 3));
      return;
    }
    layer.requireOpset(RESIZE_OPSET);
    String sizes =
        layer.constant(
            "sizes", List.of((long) operator.rows().size(), (long) operator.columns().size()));
    layer.main(
        "Resize",
        List.of(value, "", "", sizes),
        integers("axes", 2, 3),
        text("coordinate_transformation_mode", name(sampling.get().coordinates())),
        text("mode", "nearest"),
        text("nearest_mode", name(sampling.get().rounding())));
  }

  private static boolean gives(NearestSampling rule, int inputs, List<Integer> positions) {
    float scale = (float) positions.size() / inputs;
    return rule.positions(inputs, positions.size(), scale).equals(positions);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static List<Long> longValues(List<Integer> values) {
    return values.stream().map(Integer::longValue).toList();
  }

  /** The layer's first input with its elements in NHWC order. */
  static String channelsLast(LayerWriter layer) {
    String value = layer.inputs().get(0);
    return ChannelsFirst.reorders(layer.inputShape())
        ? layer.helper(
            "channels_last", "Transpose", List.of(value), integers("perm", ChannelsFirst.TO_LAST))
        : value;
  }

  private static List<Long> longs(List<Integer> perDimension) {
    return ChannelsFirst.inOrder(perDimension).stream().map(Integer::longValue).toList();
  }
}
