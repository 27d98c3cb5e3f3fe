package lowrank.importer.pass;

import java.util.Map;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Mean;
import lowrank.operator.Pool2d;
import lowrank.tensor.Shape;

/**
 * Makes average pools over whole images means: those are quantised at a scale of their own and
 * rounded once, where a pool has its input's. What it averages seldom comes near the ends of that
 * range, and nothing after it evens out what is lost. Not for networks whose integers say
 * otherwise.
 */
public final class WholeImageMeans implements Pass {
  @Override
  public Network apply(Network network) {
    Map<String, Shape> shapes = network.shapes();
    return network.withLayers(
        network.layers().stream()
            .map(layer -> averagesAll(layer, shapes) ? layer.withOperator(new Mean()) : layer)
            .toList());
  }

  /** Whether a layer is an average pool over all of its input, one of {@code shapes}. */
  public static boolean averagesAll(Layer layer, Map<String, Shape> shapes) {
    return layer.operator() instanceof Pool2d pool
        && pool.mode() == PoolKernel.Mode.AVERAGE
        && pool.activation().isAll()
        && covers(pool.window(), shapes.get(layer.inputs().get(0)));
  }

  private static boolean covers(Window window, Shape input) {
    return window.equals(
        Window.of(input.height(), input.width())
            .withStride(window.strideHeight(), window.strideWidth()));
  }
}
