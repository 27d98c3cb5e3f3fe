package lowrank.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import lowrank.program.FixedNetwork;
import lowrank.target.Target;
import lowrank.target.Targets;

/** The benchmark's command; see README.md. */
public final class Main {
  static final List<String> CORES =
      List.of(
          "cortex-m0", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33", "cortex-m55",
          "esp32-c3", "esp32");

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    List<String> cores = new ArrayList<>();
    String pattern = "";
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--core" -> cores.add(arguments[++i]);
        case "--layer" -> pattern = arguments[++i];
        default -> throw new IllegalArgumentException(arguments[i]);
      }
    }
    Peers peers = Peers.read(Path.of("src/bench/peers.csv"));
    for (String core : cores.isEmpty() ? CORES : cores) {
      Target target = Targets.load(core);
      double logarithms = 0;
      int ratios = 0;
      for (String layer : peers.layers()) {
        if (!layer.contains(pattern)) {
          continue;
        }
        FixedNetwork network = BenchmarkLayers.network(layer);
        if (network.multiplies() != peers.multiplies(layer)) {
          throw new IllegalStateException(layer + ": " + network.multiplies() + " multiplies");
        }
        Bench.Measurement m = Bench.measure(network, target);
        OptionalLong best = peers.best(layer, target.emulated().orElseThrow().runs());
        double ratio = best.isPresent() ? (double) m.profile().counts().invoke() / best.getAsLong() : 0;
        if (best.isPresent()) {
          logarithms += StrictMath.log(ratio);
          ratios++;
        }
        System.out.printf(
            Locale.ROOT,
            "%-12s %-26s %10d instructions, ratio %.3f, code %d weights %d arena %d stack %d%n",
            core,
            layer,
            m.profile().counts().invoke(),
            ratio,
            m.image().codeBytes(),
            m.image().constantBytes(),
            m.program().arenaBytes(),
            m.image().stackBytes());
        System.out.println(m.profile().invoke() + " " + m.profile().memory());
      }
      if (ratios > 0) {
        System.out.printf(
            Locale.ROOT, "%-12s geometric mean %.3f%n", core, StrictMath.exp(logarithms / ratios));
      }
    }
  }
}
