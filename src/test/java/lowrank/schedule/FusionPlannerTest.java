package lowrank.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.emit.c.CEmitter;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.fixed.Requantiser;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Chains in residual blocks whose convolutions are factorised: 1x1, 3x3, 1x1. */
class FusionPlannerTest {
  private static final int SIZE = 32;
  private static final int CHANNELS = 16;
  private static final QuantizedType TYPE = QuantizedType.int8(0.05f, 3);
  private static final Window AROUND = Window.of(3, 3).withPadding(1, 1, 1, 1);

  /** Ranks of ResNet-20's first blocks at half their multiplies. */
  private static final int[][] RANKS = {{7, 12}, {8, 11}, {7, 12}, {8, 11}, {8, 11}, {10, 9}};

  private static final Target TARGET = Targets.load("cortex-m4");

  private final List<FixedLayer> layers = new ArrayList<>();
  private String last = "data";
  private int channels = CHANNELS;

  @Test
  void factorisedBlocksNeedNoMoreThanTheOriginals() {
    int original = arena(blocks(false), Fusion.AUTO);
    FixedNetwork factorised = blocks(true);
    assertThat(arena(factorised, Fusion.OFF)).isGreaterThan(original);
    assertThat(arena(factorised, Fusion.AUTO)).isLessThanOrEqualTo(original);
  }

  /**
   * What is alive at each step is less than the arena here: only the plan shows what chains save.
   */
  @Test
  void noSingleChainMoreOrLessMakesTheArenaSmaller() {
    FixedNetwork network = blocks(true);
    var memory = CEmitter.scratchBytes(TARGET);
    var chains = FusionPlanner.plan(network, memory, TARGET.alignment());
    int planned = MemoryPlan.of(network, memory, chains, TARGET.alignment()).bytes();
    assertThat(planned).isEqualTo(arena(network, Fusion.AUTO));
    for (var dropped : chains) {
      var fewer = chains.stream().filter(chain -> !chain.equals(dropped)).toList();
      assertThat(MemoryPlan.of(network, memory, fewer, TARGET.alignment()).bytes())
          .isGreaterThanOrEqualTo(planned);
    }
    assertThat(planned).isLessThanOrEqualTo(arena(network, Fusion.ALWAYS));
  }

  private static int arena(FixedNetwork network, Fusion fusion) {
    Program program =
        Scheduler.schedule(network, TARGET, "net", CEmitter.scratchBytes(TARGET), fusion, Map.of());
    return program.arenaBytes();
  }

  private FixedNetwork blocks(boolean factorised) {
    layers.clear();
    last = "data";
    channels = CHANNELS;
    for (int block = 0; block < RANKS.length; block += 2) {
      String shortcut = last;
      convolution(factorised, RANKS[block]);
      convolution(factorised, RANKS[block + 1]);
      TensorType type = image(CHANNELS);
      String name = "add" + block;
      layers.add(
          new FixedLayer(
              name,
              AddKernel.of(type, type, type, TYPE.zeroPoint(), 127),
              List.of(last, shortcut),
              Origin.of(name)));
      last = name;
    }
    Provenance provenance = new Provenance("blocks", "", Preprocessing.NONE, List.of());
    return new FixedNetwork("blocks", "data", image(CHANNELS), layers, last, provenance);
  }

  private void convolution(boolean factorised, int[] ranks) {
    if (factorised) {
      factor(Window.POINT, ranks[0]);
      factor(AROUND, ranks[1]);
      factor(Window.POINT, CHANNELS);
    } else {
      factor(AROUND, CHANNELS);
    }
  }

  private void factor(Window window, int outputs) {
    int[] values = new int[outputs * window.taps() * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 37 % 101 - 50;
    }
    Shape shape = Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), channels);
    QuantizedWeights weights =
        new QuantizedWeights(
            new IntTensor(shape, ElementType.INT8, values),
            Tensor.vector(new float[] {0.004f}),
            Optional.empty());
    ConvolutionKernel kernel =
        new ConvolutionKernel(
            image(channels),
            image(outputs),
            window,
            1,
            false,
            weights.weights(),
            IntTensor.vector(ElementType.INT32, new int[outputs]),
            Requantiser.of(TYPE, weights, outputs, false, TYPE, Range.ALL));
    String name = "layer" + layers.size();
    layers.add(new FixedLayer(name, kernel, List.of(last), Origin.of(name)));
    last = name;
    channels = outputs;
  }

  private static TensorType image(int channels) {
    return new TensorType(Shape.of(SIZE, SIZE, channels), TYPE);
  }
}
