package lowrank.emit.c.mve;

import java.util.List;
import java.util.Set;
import lowrank.emit.c.CText;
import lowrank.emit.c.FoldedAdd;
import lowrank.emit.c.Head;
import lowrank.emit.c.Helper;
import lowrank.emit.c.KernelForm;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.Section;
import lowrank.fixed.Multiplier;
import lowrank.kernel.AddKernel;
import lowrank.kernel.Kernel;
import lowrank.tensor.ElementType;

/** Sums of two activations, four elements at a time. */
final class AddForm implements KernelForm {
  private static final VectorScale SCALE = new VectorScale(false, true, ElementType.INT8, 0);

  @Override
  public boolean takes(Kernel kernel) {
    return kernel instanceof AddKernel add && FoldedAdd.suits(add);
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    AddKernel add = (AddKernel) kernel;
    Multiplier multiplier = add.outputMultiplier();
    return new Model(
        context.head("sum"),
        add.output().shape().elements(),
        operand(add.leftMultiplier(), add.left().type().zeroPoint()),
        operand(add.rightMultiplier(), add.right().type().zeroPoint()),
        CText.format(
            "%d, %d, %d, %d, %d",
            multiplier.value(),
            multiplier.shift(),
            add.output().type().zeroPoint(),
            add.minimum(),
            add.maximum()),
        List.of(
            new Section("mve/config.c.ftl", ""),
            new Section("mve/scale.c.ftl", SCALE),
            new Section("mve/add.c.ftl", SCALE.name())));
  }

  private static String operand(Multiplier multiplier, int zeroPoint) {
    return CText.format("%d, %d, %d", zeroPoint, multiplier.value(), multiplier.shift());
  }

  /**
   * A sum.
   *
   * @param count of elements
   * @param left zero point, multiplier and shift, as {@code right}
   * @param arguments multiplier, shift, zero point and bounds of the result
   */
  public record Model(
      Head head, int count, String left, String right, String arguments, List<Section> sections)
      implements LayerModel {
    @Override
    public String template() {
      return "mve/Add.c.ftl";
    }

    @Override
    public Set<Helper> helpers() {
      return Set.of();
    }
  }
}
