package lowrank.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import lowrank.emit.c.CEmitter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.KernelMemory;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Lifetimes.Sharing;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;

class LayerOrderTest {
  private static final KernelMemory MEMORY = CEmitter.scratchBytes(Targets.load("cortex-m4"));

  private static int liveSet(FixedNetwork network) {
    return Lifetimes.of(network, MEMORY, Sharing.FREE).problem(4).lowerBound();
  }

  /** The smallest live set of all orders, by trying them. */
  private static int least(FixedNetwork network, List<FixedLayer> done, Set<String> values) {
    if (done.size() == network.layers().size()) {
      return liveSet(with(network, done));
    }
    int least = Integer.MAX_VALUE;
    for (FixedLayer layer : network.layers()) {
      if (!values.contains(layer.name()) && values.containsAll(layer.inputs())) {
        List<FixedLayer> longer = new ArrayList<>(done);
        longer.add(layer);
        Set<String> more = new HashSet<>(values);
        more.add(layer.name());
        least = Math.min(least, least(network, longer, more));
      }
    }
    return least;
  }

  private static FixedNetwork with(FixedNetwork network, List<FixedLayer> layers) {
    return new FixedNetwork(
        network.name(),
        network.input(),
        network.inputType(),
        layers,
        network.output(),
        network.provenance());
  }

  @Test
  void findsTheSmallestLiveSetAndChangesNoValue() {
    int changed = 0;
    for (int seed = 0; seed < 120; seed++) {
      FixedNetwork network = RandomNetworks.network(seed, 7);
      FixedNetwork ordered = LayerOrder.of(network, MEMORY, 4);
      assertThat(ordered.layers()).containsExactlyInAnyOrderElementsOf(network.layers());
      if (ordered.layers().equals(network.layers())) {
        continue;
      }
      changed++;
      assertThat(MemoryPlan.of(ordered, MEMORY, 4).bytes())
          .isLessThan(MemoryPlan.of(network, MEMORY, 4).bytes());
      int most = least(network, List.of(), Set.of(network.input()));
      assertThat(liveSet(ordered)).as("seed %d", seed).isBetween(most, most + 3);
      int[] input = RandomNetworks.bytes(new Random(seed), network.inputType().shape().elements());
      assertThat(new FixedPointInterpreter(ordered).run(input))
          .isEqualTo(new FixedPointInterpreter(network).run(input));
    }
    assertThat(changed).isPositive();
  }
}
