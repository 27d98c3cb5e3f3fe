package lowrank.emit.c;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lowrank.kernel.PadKernel;
import lowrank.tensor.Shape;

/**
 * An activation with constant elements around it.
 *
 * @param count of elements of the output, and {@code bytes} that they take
 * @param loop whether the constant is no byte repeated
 */
public record PadModel(Head head, int value, int count, int bytes, boolean loop, CopyModel copy)
    implements LayerModel {

  static PadModel of(PadKernel kernel, LayerContext context) {
    Shape from = kernel.input().shape();
    Shape to = kernel.output().shape();
    List<CopyModel.Axis> axes =
        IntStream.range(0, from.rank())
            .mapToObj(
                axis -> {
                  int size = from.dimension(axis);
                  int start = kernel.before().get(axis);
                  return new CopyModel.Axis(size, size, 0, 1, to.dimension(axis), start);
                })
            .toList();
    return new PadModel(
        context.head("padding with " + kernel.value()),
        kernel.value(),
        to.elements(),
        kernel.output().bytes(),
        kernel.output().type().element().bytes() > 1 && kernel.value() != 0,
        CopyModel.of(axes, kernel.output().type().element().bytes()));
  }

  @Override
  public String template() {
    return "Pad.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }
}
