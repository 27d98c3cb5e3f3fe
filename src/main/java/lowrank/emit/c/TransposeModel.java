package lowrank.emit.c;

import java.util.Set;
import lowrank.kernel.TransposeKernel;
import lowrank.tensor.Shape;

/** Dimensions in another order. */
public record TransposeModel(Head head, CopyModel copy) implements LayerModel {

  static TransposeModel of(TransposeKernel kernel, LayerContext context) {
    Shape to = kernel.output().shape();
    int[] counts = to.dimensions().stream().mapToInt(Integer::intValue).toArray();
    return new TransposeModel(
        context.head("dimensions in the order " + kernel.order()),
        CopyModel.gathered(counts, kernel.inputStrides(), kernel.input().type().element().bytes()));
  }

  @Override
  public String template() {
    return "Transpose.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }
}
