package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Instructions of single layers beside CMSIS-NN's; the counts are exact, so that a slower kernel
 * fails here. {@code -Dlowrank.dialects=full} tries all cores, else two.
 */
class DialectSpeedTest {
  private static final boolean FULL = "full".equals(System.getProperty("lowrank.dialects"));

  @TempDir Path folder;

  private record Limit(
      String target, ToLongFunction<PeerLayers.Peer> peer, double each, double mean) {}

  static Stream<Arguments> cores() {
    return Stream.of(
            new Limit("cortex-m4", PeerLayers.Peer::m4, 0.85, 0.5),
            new Limit("cortex-m55", PeerLayers.Peer::m55, 0.95, 0.7),
            new Limit("cortex-m7", PeerLayers.Peer::m4, 0.85, 0.5),
            new Limit("cortex-m33", PeerLayers.Peer::m33, 0.85, 0.5),
            new Limit("cortex-m3", PeerLayers.Peer::m3, 0.95, 0.6),
            new Limit("cortex-m0", PeerLayers.Peer::m0, 0.75, 0.5))
        .limit(FULL ? Integer.MAX_VALUE : 2)
        .map(limit -> Arguments.of(limit.target(), limit));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cores")
  void everyLayerTakesFewerInstructions(String name, Limit limit) throws IOException {
    Target target = Targets.load(name);
    double logarithms = 0;
    Map<String, PeerLayers.Peer> layers = PeerLayers.all();
    for (var layer : layers.entrySet()) {
      long peer = limit.peer().applyAsLong(layer.getValue());
      long own = count(layer.getKey(), layer.getValue(), target);
      double ratio = (double) own / peer;
      System.out.printf(
          Locale.ROOT, "%s, %s: %d of %d, %.3f%n", name, layer.getKey(), own, peer, ratio);
      assertThat(ratio).as(layer.getKey()).isLessThanOrEqualTo(limit.each());
      logarithms += Math.log(ratio);
    }
    double mean = Math.exp(logarithms / layers.size());
    System.out.printf(Locale.ROOT, "%s, geometric mean: %.3f%n", name, mean);
    assertThat(mean).isLessThanOrEqualTo(limit.mean());
  }

  private long count(String name, PeerLayers.Peer layer, Target target) throws IOException {
    Path place = Files.createDirectory(folder.resolve(name.replaceAll("[^a-z0-9]", "_")));
    GeneratedModel model = GeneratedFolders.write(place, layer.network(), target, "net");
    List<int[]> inputs = GeneratedFolders.inputs(layer.network(), 1);
    return new InstructionCounter().count(model, target, inputs.get(0)).invoke();
  }
}
