package lowrank.emit.c;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.Kernel;
import lowrank.kernel.PoolKernel;

/**
 * Pools of at least as many channels as a dialect takes together: a shared function goes through
 * the part of a window that lies in the image, several channels at a time.
 *
 * @param together channels, of which a last block does some again
 * @param folder of the dialect's template
 * @param sections that the function's own comes behind
 */
public record PoolForm(int together, String folder, List<String> sections) implements KernelForm {
  /** Sums of more bytes may leave 16 bits. */
  private static final int MOST_TAPS = 255;

  /** Keeps the order. */
  public PoolForm {
    sections = List.copyOf(sections);
  }

  @Override
  public boolean takes(Kernel kernel) {
    return kernel instanceof PoolKernel pool
        && pool.output().shape().channels() >= together
        && pool.window().taps() <= MOST_TAPS
        && !PoolModel.reachesNothing(pool);
  }

  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    return Optional.of(new AccessOrder(1, Reads.THROUGHOUT));
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    PoolModel plain = PoolModel.of((PoolKernel) kernel, context);
    List<Section> all = new ArrayList<>();
    for (String section : sections) {
      all.add(new Section(folder + "/" + section + ".c.ftl", ""));
    }
    Function function = Function.of(plain);
    all.add(new Section(folder + "/pool.c.ftl", function));
    return new Model(plain, function, folder + "/Pool", all);
  }

  /** The function that layers share. */
  public record Function(String name, boolean average, boolean clamped) {
    static Function of(PoolModel plain) {
      String name = plain.average() ? "average" : "largest";
      return new Function(
          name + (plain.clamped() ? "_clamped" : ""), plain.average(), plain.clamped());
    }
  }

  /** A pool; see {@link PoolModel} for its bounds. */
  public record Model(PoolModel plain, Function function, String form, List<Section> sections)
      implements LayerModel {
    @Override
    public Head head() {
      return plain.head();
    }

    @Override
    public String template() {
      return "PoolBlocks.c.ftl";
    }

    @Override
    public Set<Helper> helpers() {
      Set<Helper> helpers = EnumSet.noneOf(Helper.class);
      if (function.average()) {
        helpers.add(Helper.DIVIDE);
      }
      if (function.clamped()) {
        helpers.add(Helper.CLAMP);
      }
      return helpers;
    }
  }
}
