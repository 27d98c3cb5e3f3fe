package lowrank.emit.c;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.tensor.ElementType;
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
 * @param clamp the function that does
 * @param smallest C name of the smallest integer of the type
 */
public record PoolModel(
    Head head,
    boolean average,
    int rows,
    boolean rowLoop,
    int columns,
    boolean columnLoop,
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
    Helper clamp,
    String smallest,
    int minimum,
    int maximum)
    implements LayerModel {

  static PoolModel of(PoolKernel kernel, LayerContext context) {
    Window window = kernel.window();
    Shape in = kernel.input().shape();
    Shape out = kernel.output().shape();
    ElementType element = kernel.output().type().element();
    boolean average = kernel.mode() == PoolKernel.Mode.AVERAGE;
    Side rows = rows(kernel);
    Side columns = columns(kernel);
    boolean inside = rows.inside() && columns.inside();
    if (average && reachesNothing(kernel)) {
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
        out.height() > 1,
        out.width(),
        out.width() > 1,
        out.channels(),
        in.width(),
        inside && window.taps() <= context.unroll().taps(),
        offsets(window, in),
        Stream.of(rows.term(in.width() * in.channels()), columns.term(in.channels()))
            .filter(term -> !term.isEmpty())
            .collect(Collectors.joining(" + ")),
        rows.first(),
        rows.end(),
        columns.first(),
        columns.end(),
        inside ? String.valueOf(window.taps()) : "(bottom - top) * (right - left)",
        kernel.minimum() > element.minimum() || kernel.maximum() < element.maximum(),
        Helper.clamp(kernel.output()),
        element == ElementType.INT16 ? "INT16_MIN" : "INT8_MIN",
        kernel.minimum(),
        kernel.maximum());
  }

  /** Whether some window holds nothing of the image. */
  static boolean reachesNothing(PoolKernel kernel) {
    return rows(kernel).missing() || columns(kernel).missing();
  }

  private static Side rows(PoolKernel kernel) {
    Window window = kernel.window();
    return new Side(
        "y",
        kernel.output().shape().height(),
        kernel.input().shape().height(),
        window.strideHeight(),
        window.padTop(),
        window.kernelHeight());
  }

  private static Side columns(PoolKernel kernel) {
    Window window = kernel.window();
    return new Side(
        "x",
        kernel.output().shape().width(),
        kernel.input().shape().width(),
        window.strideWidth(),
        window.padLeft(),
        window.kernelWidth());
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

  @Override
  public String template() {
    return "Pool.c.ftl";
  }

  @Override
  public String form() {
    return writtenOut ? "Pool written out" : "Pool";
  }

  @Override
  public Set<Helper> helpers() {
    EnumSet<Helper> helpers = EnumSet.of(average ? Helper.DIVIDE : Helper.LARGER);
    if (clamped) {
      helpers.add(clamp);
    }
    return helpers;
  }

  /** The windows of one direction; {@code outputs} of them over {@code size} values. */
  private record Side(String variable, int outputs, int size, int stride, int pad, int kernel) {
    /** C expression of a window's position plus {@code offset}. */
    private String at(int offset) {
      return outputs == 1
          ? String.valueOf(offset)
          : CText.times(variable, stride) + CText.plus(offset);
    }

    /** C expression of a window's share in an index, nothing being padded; empty for 0. */
    String term(int factor) {
      return outputs == 1 ? "" : CText.times(variable, stride * factor);
    }

    String first() {
      if (outputs == 1 || pad == 0) {
        return at(Math.max(0, -pad));
      }
      return CText.format("%1$s < 0 ? 0 : %1$s", at(-pad));
    }

    String end() {
      if (outputs == 1) {
        return String.valueOf(Math.min(kernel - pad, size));
      }
      String end = at(kernel - pad);
      return lastEnd() <= size ? end : CText.format("%1$s > %2$d ? %2$d : %1$s", end, size);
    }

    boolean inside() {
      return pad == 0 && lastEnd() <= size;
    }

    /** Whether some window holds nothing of the image. */
    boolean missing() {
      return pad >= kernel || lastEnd() - kernel >= size;
    }

    private int lastEnd() {
      return (outputs - 1) * stride - pad + kernel;
    }
  }
}
