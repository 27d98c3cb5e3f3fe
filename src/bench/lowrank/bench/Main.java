package lowrank.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lowrank.diagnostic.CompileException;
import lowrank.program.FixedNetwork;
import lowrank.schedule.Fusion;
import lowrank.target.Optimize;
import lowrank.target.Target;
import lowrank.target.Targets;

/** The benchmark's command; see README.md. */
public final class Main {
  private static final List<String> CORES =
      List.of(
          "cortex-m0",
          "cortex-m3",
          "cortex-m4",
          "cortex-m7",
          "cortex-m33",
          "cortex-m55",
          "esp32-c3",
          "esp32");
  private static final String USAGE =
      "usage: src/bench/run [--core NAME]... [--layer TEXT]... [--optimize WISH] [--fuse WHERE]"
          + " [--quick] [--data FOLDER] [-o FOLDER]\n       src/bench/run --fit [--core NAME]...";

  private final List<String> cores = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();
  private boolean quick;
  private boolean fit;
  private Optimize wish = Optimize.BALANCED;
  private Fusion fusion = Fusion.AUTO;
  private Path data = Path.of("../shared/data");
  private Path output = Path.of("target/bench");

  private Main() {}

  /** Exit status 0 if all was measured, 1 if something could not be, 2 for a wrong option. */
  public static void main(String[] arguments) throws IOException {
    Main main = new Main();
    if (!main.parse(List.of(arguments))) {
      System.err.println(USAGE);
      System.exit(2);
    }
    System.exit(main.fit ? main.fit() : main.run() ? 0 : 1);
  }

  private boolean parse(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      if (option.equals("--quick")) {
        quick = true;
        continue;
      }
      if (option.equals("--fit")) {
        fit = true;
        continue;
      }
      if (i + 1 == arguments.size()) {
        return false;
      }
      String value = arguments.get(++i);
      switch (option) {
        case "--core" -> cores.add(value);
        case "--layer" -> parts.add(value);
        case "--optimize" -> wish = Optimize.valueOf(value.toUpperCase(Locale.ROOT));
        case "--fuse" -> fusion = Fusion.valueOf(value.toUpperCase(Locale.ROOT));
        case "--data" -> data = Path.of(value);
        case "-o" -> output = Path.of(value);
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  private int fit() throws IOException {
    Peers peers = Peers.read(Path.of("src/bench/peers.csv"));
    for (String core : cores.isEmpty() ? CORES : cores) {
      CostFit.write(Targets.load(core), peers.layers());
    }
    return 0;
  }

  private boolean run() throws IOException {
    Peers peers = Peers.read(Path.of("src/bench/peers.csv"));
    Map<String, FixedNetwork> models = models(peers);
    Peers peerCycles = Peers.read(Path.of("src/bench/peer-cycles.csv"));
    Bench bench = new Bench(peers, peerCycles, !quick, fusion);
    List<Row> rows = new ArrayList<>();
    boolean complete = !models.isEmpty();
    for (String core : cores.isEmpty() ? CORES : cores) {
      Target target = Targets.load(core).optimized(wish);
      for (var model : models.entrySet()) {
        try {
          Row row = bench.measure(model.getKey(), model.getValue(), target);
          System.out.println(row.text());
          rows.add(row);
        } catch (CompileException e) {
          System.out.printf("%-10s  %-26s  %s%n", core, model.getKey(), e.getMessage());
          complete = false;
        }
      }
      Tables.mean(rows, core, Row::instructions)
          .ifPresent(mean -> System.out.println(core + ": geometric mean " + Row.three(mean)));
      Tables.mean(rows, core, Row::cycles)
          .ifPresent(mean -> System.out.println(core + ": of cycles " + Row.three(mean)));
    }
    Files.createDirectories(output);
    Files.writeString(output.resolve("results.csv"), Tables.csv(rows));
    Files.writeString(output.resolve("results.md"), Tables.markdown(rows));
    return complete;
  }

  private Map<String, FixedNetwork> models(Peers peers) throws IOException {
    Map<String, FixedNetwork> models = new LinkedHashMap<>();
    for (String layer : peers.layers()) {
      if (wanted(layer)) {
        models.put(layer, BenchmarkLayers.network(layer));
      }
    }
    for (String name : BenchmarkNetworks.names()) {
      if (!wanted(name) || (quick && parts.isEmpty())) {
        continue;
      }
      if (Files.isDirectory(data)) {
        models.put(name, new BenchmarkNetworks(data).network(name));
      } else {
        System.out.println(name + ": not measured, there is no folder " + data);
      }
    }
    return models;
  }

  private boolean wanted(String name) {
    return parts.isEmpty() || parts.stream().anyMatch(name::contains);
  }
}
