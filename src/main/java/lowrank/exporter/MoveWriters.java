package lowrank.exporter;

import static lowrank.exporter.Protos.integers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import lowrank.operator.Pad;
import lowrank.operator.Reshape;
import lowrank.operator.Slice;
import lowrank.tensor.Shape;

/** Writers of the operators that move elements without computing. */
final class MoveWriters {
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
