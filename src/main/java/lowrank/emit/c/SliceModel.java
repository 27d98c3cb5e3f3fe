package lowrank.emit.c;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lowrank.kernel.SliceKernel;
import lowrank.tensor.Shape;

/** A part of an activation. */
public record SliceModel(Head head, CopyModel copy) implements LayerModel {

  static SliceModel of(SliceKernel kernel, LayerContext context) {
    Shape from = kernel.input().shape();
    Shape to = kernel.output().shape();
    List<CopyModel.Axis> axes =
        IntStream.range(0, from.rank())
            .mapToObj(
                axis -> {
                  int count = to.dimension(axis);
                  int step = count == 1 ? 1 : kernel.step().get(axis);
                  return new CopyModel.Axis(
                      count, from.dimension(axis), kernel.begin().get(axis), step, count, 0);
                })
            .toList();
    return new SliceModel(
        context.head(CText.format("slice from %s in steps of %s", kernel.begin(), kernel.step())),
        CopyModel.of(axes, kernel.output().type().element().bytes()));
  }

  @Override
  public String template() {
    return "Slice.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }
}
