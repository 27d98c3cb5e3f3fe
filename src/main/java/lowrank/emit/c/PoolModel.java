package lowrank.emit.c;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * Maximum or average of windows.
 *
 * @param rows of the output
 * @param writtenOut whether all windows lie inside and are short enough to be written out
 * @param offsets of a window's values from its first
 * @param index C expression of a window's first value
 * @param top C expression of a window's first row inside, {@code bottom} of the one behind the last
 * @param size C expression of the number of values averaged
 * @param clamped whether the fused activation clamps
 */
public record PoolModel(
    Head head,
    boolean average,
    int rows,
    int columns,
    int channels,
    int inputWidth,
    boolean writtenOut,
    List<Integer> offsets,
    String index,
    String top,
    String bottom,
    String left,
    String right,
    String size,
    boolean clamped,
    int minimum,
    int maximum)
    implements LayerModel {

  static PoolModel of(PoolKernel kernel, LayerContext context) {
    Window window = kernel.window();
    Shape in = kernel.input().shape();
    Shape out = kernel.output().shape();
    boolean average = kernel.mode() == PoolKernel.Mode.AVERAGE;
    Side rows = new Side("y", window.strideHeight(), window.padTop(), window.kernelHeight());
    Side columns = new Side("x", window.strideWidth(), window.padLeft(), window.kernelWidth());
    boolean inside =
        rows.inside(out.height(), in.height()) && columns.inside(out.width(), in.width());
    if (average
        && (rows.missing(out.height(), in.height()) || columns.missing(out.width(), in.width()))) {
      throw new IllegalArgumentException(context.layer() + ": average over padding alone");
    }
    return new PoolModel(
        context.head(
            CText.format(
                "%dx%d %s pool%s",
                window.kernelHeight(),
                window.kernelWidth(),
                average ? "average" : "maximum",
                LayerContext.describe(window))),
        average,
        out.height(),
        out.width(),
        out.channels(),
        in.width(),
        inside && window.taps() <= context.unroll().taps(),
        offsets(window, in),
        index(window, in),
        rows.first(),
        rows.end(out.height(), in.height()),
        columns.first(),
        columns.end(out.width(), in.width()),
        inside ? String.valueOf(window.taps()) : "(bottom - top) * (right - left)",
        kernel.minimum() > Byte.MIN_VALUE || kernel.maximum() < Byte.MAX_VALUE,
        kernel.minimum(),
        kernel.maximum());
  }

  private static List<Integer> offsets(Window window, Shape in) {
    List<Integer> offsets = new ArrayList<>();
    for (int y = 0; y < window.kernelHeight(); y++) {
      for (int x = 0; x < window.kernelWidth(); x++) {
        offsets.add((y * in.width() + x) * in.channels());
      }
    }
    return offsets;
  }

  private static String index(Window window, Shape in) {
    return CText.times("y", window.strideHeight() * in.width() * in.channels())
        + " + "
        + CText.times("x", window.strideWidth() * in.channels());
  }

  @Override
  public String template() {
    return "Pool.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    EnumSet<Helper> helpers = EnumSet.of(average ? Helper.DIVIDE : Helper.LARGER);
    if (clamped) {
      helpers.add(Helper.CLAMP);
    }
    return helpers;
  }

  /** The windows of one direction. */
  private record Side(String variable, int stride, int pad, int kernel) {
    String start() {
      return CText.times(variable, stride) + CText.plus(-pad);
    }

    String first() {
      return pad == 0 ? start() : CText.format("%1$s < 0 ? 0 : %1$s", start());
    }

    String end(int outputs, int size) {
      String end = CText.times(variable, stride) + CText.plus(kernel - pad);
      return lastEnd(outputs) <= size ? end : CText.format("%1$s > %2$d ? %2$d : %1$s", end, size);
    }

    boolean inside(int outputs, int size) {
      return pad == 0 && lastEnd(outputs) <= size;
    }

    /** Whether some window holds nothing of the image. */
    boolean missing(int outputs, int size) {
      return pad >= kernel || lastEnd(outputs) - kernel >= size;
    }

    private int lastEnd(int outputs) {
      return (outputs - 1) * stride - pad + kernel;
    }
  }
}
