package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * One dimension of a {@link View}: its indices, outermost part first, as steps through the stored
 * elements.
 *
 * @param parts nested loops whose sizes multiply to the dimension; empty for a dimension of 1
 */
record Axis(List<Part> parts) {
  /** A dimension of size 1. */
  static final Axis ONE = new Axis(List.of());

  /**
   * A loop over stored elements.
   *
   * @param size iterations, at least 2
   * @param stride elements between two iterations
   */
  record Part(int size, int stride) {}

  /** Drops loops of size 1 and joins loops that continue one another, so that equal means equal. */
  Axis {
    List<Part> joined = new ArrayList<>();
    for (Part part : parts) {
      int last = joined.size() - 1;
      if (part.size() == 1) {
        continue;
      }
      if (last >= 0 && joined.get(last).stride() == part.size() * part.stride()) {
        joined.set(last, new Part(joined.get(last).size() * part.size(), part.stride()));
      } else {
        joined.add(part);
      }
    }
    parts = List.copyOf(joined);
  }

  /** A dimension that is one loop. */
  static Axis of(int size, int stride) {
    return new Axis(List.of(new Part(size, stride)));
  }

  /** All loops of several dimensions, joined where they continue one another. */
  static Axis joined(List<Axis> axes) {
    return new Axis(axes.stream().flatMap(axis -> axis.parts().stream()).toList());
  }

  /** Number of indices. */
  int size() {
    int size = 1;
    for (Part part : parts) {
      size *= part.size();
    }
    return size;
  }

  /** Whether the indices are consecutive elements. */
  boolean contiguous() {
    return parts.isEmpty() || (parts.size() == 1 && parts.get(0).stride() == 1);
  }
}
