package lowrank.exporter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lowrank.tensor.Shape;

/**
 * Where the elements of an NHWC activation lie in the ONNX graph: with a batch dimension, and
 * channels first if the activation has three dimensions. Others keep their order.
 */
final class ChannelsFirst {
  /** Transpose that brings N×C×H×W to N×H×W×C. */
  static final long[] TO_LAST = {0, 2, 3, 1};

  /** Transpose that brings N×H×W×C to N×C×H×W. */
  static final long[] TO_FIRST = {0, 3, 1, 2};

  private ChannelsFirst() {}

  /** The graph's dimensions without the batch. */
  static long[] dimensions(Shape shape) {
    return inOrder(shape.dimensions()).stream().mapToLong(Integer::longValue).toArray();
  }

  /** Values given per dimension, brought into the graph's order of dimensions. */
  static List<Integer> inOrder(List<Integer> perDimension) {
    List<Integer> ordered = new ArrayList<>(perDimension);
    if (ordered.size() == 3) {
      Collections.rotate(ordered, 1);
    }
    return ordered;
  }

  /** The graph's axis, batch included, of dimension {@code axis} of a shape of that rank. */
  static int axis(int axis, int rank) {
    return rank == 3 ? 1 + (axis + 1) % 3 : 1 + axis;
  }

  /** Whether the elements' order differs from NHWC. */
  static boolean reorders(Shape shape) {
    return shape.rank() == 3 && shape.channels() > 1 && shape.height() * shape.width() > 1;
  }

  /** NHWC in the graph's order of elements: entry i is the index in NHWC of element i. */
  static int[] elementOrder(Shape shape) {
    int[] order = new int[shape.elements()];
    int pixels = reorders(shape) ? shape.height() * shape.width() : 1;
    int channels = order.length / pixels;
    for (int i = 0; i < order.length; i++) {
      order[i] = i % pixels * channels + i / pixels;
    }
    return order;
  }

  /** OHWI as OIHW: the dimensions. */
  static long[] weightDimensions(Shape weights) {
    return new long[] {
      weights.dimension(0), weights.dimension(3), weights.dimension(1), weights.dimension(2)
    };
  }

  /** OHWI as IOHW: the dimensions. */
  static long[] transposedWeightDimensions(Shape weights) {
    long[] dimensions = weightDimensions(weights);
    return new long[] {dimensions[1], dimensions[0], dimensions[2], dimensions[3]};
  }

  /** OHWI as IOHW: entry i is the index in OHWI of element i in IOHW. */
  static int[] transposedWeightOrder(Shape weights) {
    int taps = weights.dimension(1) * weights.dimension(2);
    int outputs = weights.dimension(0);
    int channels = weights.dimension(3);
    int[] order = new int[weights.elements()];
    for (int i = 0; i < order.length; i++) {
      int tap = i % taps;
      int output = i / taps % outputs;
      int channel = i / taps / outputs;
      order[i] = (output * taps + tap) * channels + channel;
    }
    return order;
  }

  /** OHWI as OIHW: entry i is the index in OHWI of element i in OIHW. */
  static int[] weightOrder(Shape weights) {
    int taps = weights.dimension(1) * weights.dimension(2);
    int channels = weights.dimension(3);
    int[] order = new int[weights.elements()];
    for (int i = 0; i < order.length; i++) {
      int tap = i % taps;
      int channel = i / taps % channels;
      int output = i / taps / channels;
      order[i] = (output * taps + tap) * channels + channel;
    }
    return order;
  }
}
