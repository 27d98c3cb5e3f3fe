package lowrank.emit.c;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lowrank.fixed.Multiplier;
import lowrank.fixed.Requantiser;
import lowrank.tensor.ElementType;

/**
 * The function that turns a layer's sums into its output's integers.
 *
 * @param scaled C expression of {@code sum}, for a variable of that name; empty if none is needed
 * @param value C expression of {@code scaled}, or else of {@code sum}
 * @param perChannel whether the function takes the channel
 */
public record RequantiseModel(
    String scaled,
    String value,
    boolean perChannel,
    int minimum,
    int maximum,
    Set<Helper> helpers,
    List<ConstantModel> constants) {

  static RequantiseModel of(LayerContext context, Requantiser requantiser, long[] bounds) {
    int[] multipliers = requantiser.multipliers().toArray();
    int[] shifts = requantiser.shifts().toArray();
    Scaling scaling =
        switch (requantiser.rounding()) {
          case ONCE -> Scaling.ONCE;
          case TWICE ->
              IntStream.range(0, shifts.length)
                  .mapToObj(i -> Scaling.of(new Multiplier(multipliers[i], shifts[i]), bounds[i]))
                  .reduce(Scaling::or)
                  .orElseThrow();
        };
    int[] printed = IntStream.of(shifts).map(scaling::shift).toArray();
    List<ConstantModel> constants = new ArrayList<>();
    String multiplier = operand(context, "multipliers", ElementType.INT32, multipliers, constants);
    String shift =
        scaling == Scaling.PLAIN
            ? "0"
            : operand(context, "shifts", ElementType.INT8, printed, constants);
    String prefix = context.prefix();
    int zeroPoint = requantiser.zeroPoint();
    boolean halves = scaling == Scaling.RIGHT;
    return new RequantiseModel(
        halves ? Scaling.before(prefix, "sum", multiplier) : "",
        halves
            ? Scaling.after(prefix, "scaled", shift, zeroPoint)
            : scaling.expression(prefix, "sum", multiplier, shift, zeroPoint),
        !constants.isEmpty(),
        requantiser.minimum(),
        requantiser.maximum(),
        helpers(scaling, context),
        constants);
  }

  private static Set<Helper> helpers(Scaling scaling, LayerContext context) {
    EnumSet<Helper> helpers = EnumSet.of(Helper.clamp(context.step().layer().kernel().output()));
    helpers.addAll(scaling.helpers());
    return helpers;
  }

  /** A literal if all channels have the same value, else an element of a table. */
  private static String operand(
      LayerContext context,
      String role,
      ElementType type,
      int[] values,
      List<ConstantModel> constants) {
    if (IntStream.of(values).allMatch(value -> value == values[0])) {
      return String.valueOf(values[0]);
    }
    String name = context.function() + "_" + role;
    List<String> comment =
        List.of(
            CText.format("%s, %s: one per output channel.", context.layer(), role),
            context.source());
    constants.add(ConstantModel.of(name, type, comment, values));
    return name + "[channel]";
  }
}
