package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lowrank.kernel.ResizeNearestKernel;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/**
 * An image of another size.
 *
 * @param row C expression of output row {@code y}'s row in the input, {@code column} of output
 *     column {@code x}'s
 * @param width of the input
 * @param pixelBytes what a pixel takes
 */
public record ResizeNearestModel(
    Head head,
    int rows,
    int columns,
    String row,
    String column,
    int width,
    int channels,
    int pixelBytes,
    List<ConstantModel> constants)
    implements LayerModel {

  static ResizeNearestModel of(ResizeNearestKernel kernel, LayerContext context) {
    Shape in = kernel.input().shape();
    List<ConstantModel> constants = new ArrayList<>();
    return new ResizeNearestModel(
        context.head("resizing to the nearest pixels"),
        kernel.rows().size(),
        kernel.columns().size(),
        position(context, "rows", "y", kernel.rows(), in.height(), constants),
        position(context, "columns", "x", kernel.columns(), in.width(), constants),
        in.width(),
        in.channels(),
        in.channels() * kernel.input().type().element().bytes(),
        constants);
  }

  /** A quotient where the size grows by a whole factor, else an element of a table. */
  private static String position(
      LayerContext context,
      String role,
      String variable,
      IntTensor positions,
      int size,
      List<ConstantModel> constants) {
    int factor = Math.max(1, positions.size() / size);
    boolean regular = true;
    for (int i = 0; i < positions.size(); i++) {
      regular &= positions.at(i) == i / factor;
    }
    if (regular) {
      return factor == 1 ? variable : variable + " / " + factor;
    }
    String name = context.function() + "_" + role;
    List<String> comment =
        List.of(
            CText.format("%s: the input's %s that the output's are.", context.layer(), role),
            context.source());
    constants.add(ConstantModel.of(name, positions.type(), comment, positions.toArray()));
    return name + "[" + variable + "]";
  }

  @Override
  public String template() {
    return "ResizeNearest.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }
}
