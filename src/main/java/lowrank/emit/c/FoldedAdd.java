package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lowrank.fixed.Multiplier;
import lowrank.kernel.AddKernel;
import lowrank.kernel.Kernel;

/**
 * Sum of two int8 activations in few instructions, none of them a long multiply but that of the
 * result's scale.
 *
 * <p>With {@code x} centred, {@code m = 2^16 h + l} and 20 bits of headroom, the rounding doubling
 * high product {@code (x * 2^20 * m + 2^30) >> 31} is {@code x * 32h + ((x * l + 2^10) >> 11)}; the
 * zero point's shares are constants. Where a core has the rounded upper word of a product in one
 * instruction, it is that of {@code x * 2^21} and {@code m}. A factor of one half, which the
 * operand of the larger scale has, is a shift.
 *
 * @param count of elements
 * @param scale name of the scaling function, {@code arguments} all that it takes behind the sum
 */
public record FoldedAdd(
    Head head,
    int count,
    Operand left,
    Operand right,
    String scale,
    String arguments,
    List<Section> sections)
    implements LayerModel {
  private static final int HEADROOM = 20;
  private static final int HALF = 1 << 30;

  /**
   * One of the two.
   *
   * @param product C expression of the product, in the value {@code %s}
   * @param factor the upper word of that times this, rounded, is taken; 0 if nothing is left to do
   * @param rounded whether it is shifted right after that, by {@code shift}
   * @param half a half of what is shifted off
   */
  public record Operand(String product, int factor, boolean rounded, int half, int shift) {
    static Operand of(Multiplier multiplier, int zeroPoint, String value, boolean upperWord) {
      int shift = -multiplier.shift();
      int offHalf = shift > 0 ? 1 << (shift - 1) : 0;
      if (shift == 0 && multiplier.value() == HALF) {
        int factor = 1 << (HEADROOM - 1);
        return new Operand(linear(value, factor, -zeroPoint * factor), 0, false, 0, 0);
      }
      if (upperWord) {
        int factor = 1 << (HEADROOM + 1);
        String twice = linear(value, factor, -zeroPoint * factor);
        return new Operand(twice, multiplier.value(), shift > 0, offHalf, shift);
      }
      int high = (multiplier.value() >> 16) << 5;
      int low = multiplier.value() & 0xffff;
      String product =
          CText.format(
              "%s + ((%s) >> 11)",
              linear(value, high, -zeroPoint * high),
              linear(value, low, (1 << 10) - zeroPoint * low));
      return new Operand(product, 0, shift > 0, offHalf, shift);
    }

    private static String linear(String value, int factor, int constant) {
      return CText.format("%s * %d%s", value, factor, CText.plus(constant));
    }

    private static boolean suits(Multiplier multiplier) {
      return multiplier.value() >= HALF && multiplier.shift() <= 0 && multiplier.shift() >= -30;
    }
  }

  /**
   * The form of a dialect.
   *
   * @param scaling the sections that its scaling function is made of
   * @param upperWord template of the function for the rounded upper word of a product; empty if the
   *     core has no instruction for that
   */
  public static KernelForm form(
      Function<FoldedScale, List<Section>> scaling, Optional<String> upperWord) {
    return new KernelForm() {
      @Override
      public boolean takes(Kernel kernel) {
        return kernel instanceof AddKernel add && suits(add);
      }

      @Override
      public LayerModel model(Kernel kernel, LayerContext context) {
        return of((AddKernel) kernel, context, scaling, upperWord);
      }
    };
  }

  /** Whether the expressions are exact for a kernel. */
  public static boolean suits(AddKernel kernel) {
    return kernel.leftShift() == HEADROOM
        && Operand.suits(kernel.leftMultiplier())
        && Operand.suits(kernel.rightMultiplier())
        && FoldedScale.exact(
            kernel.outputMultiplier(), (2 * AddModel.span(kernel.left())) << HEADROOM);
  }

  private static FoldedAdd of(
      AddKernel kernel,
      LayerContext context,
      Function<FoldedScale, List<Section>> scaling,
      Optional<String> upperWord) {
    FoldedScale scale =
        FoldedScale.twice(
            kernel.output().type().zeroPoint(),
            kernel.minimum(),
            kernel.maximum(),
            kernel.output().type().element());
    Multiplier multiplier = kernel.outputMultiplier();
    int shift = -multiplier.shift() - 1;
    String arguments =
        CText.format(
            "%d, %d, %d%s",
            (int) (2L * multiplier.value() - (1L << 32)),
            (2 * kernel.output().type().zeroPoint() + 1) << shift,
            shift,
            scale.clamped() ? ", " + kernel.minimum() + ", " + kernel.maximum() : "");
    boolean upper = upperWord.isPresent();
    Operand left =
        Operand.of(kernel.leftMultiplier(), kernel.left().type().zeroPoint(), "left[i]", upper);
    Operand right =
        Operand.of(kernel.rightMultiplier(), kernel.right().type().zeroPoint(), "right[i]", upper);
    List<Section> sections = new ArrayList<>(scaling.apply(scale));
    if (left.factor() != 0 || right.factor() != 0) {
      upperWord.ifPresent(template -> sections.add(new Section(template, "")));
    }
    return new FoldedAdd(
        context.head("sum"),
        kernel.output().shape().elements(),
        left,
        right,
        scale.name(),
        arguments,
        sections);
  }

  @Override
  public String template() {
    return "FoldedAdd.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }
}
