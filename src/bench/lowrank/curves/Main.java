package lowrank.curves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.provenance.Accuracy;
import lowrank.provenance.CalibrationScore;
import lowrank.provenance.Provenance;
import lowrank.report.LayerReport;
import lowrank.report.LayerReports;

/** Measures what each way to choose ranks loses on each network; see README.md. */
public final class Main {
  private static final String USAGE =
      "usage: src/bench/curves [--network NAME]... [--approach NAME]... [--data FOLDER]"
          + " [--samples FOLDER] [--results FILE] [-o FOLDER] [--jar FILE] [--update DOCUMENT]";

  private final List<String> networks = new ArrayList<>();
  private final List<Approach> approaches = new ArrayList<>();
  private Path data = Path.of("../shared/data");
  private Path samples = Path.of("target/bench/samples");
  private Path measured = Path.of("src/bench/curves.csv");
  private Path output = Path.of("target/bench/curves");
  private String jar = "target/lowrank.jar";
  private Optional<Path> document = Optional.empty();

  private Main() {}

  /** Exit status 0 if all was measured, 1 if something could not be, 2 for a wrong option. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Main main = new Main();
    try {
      if (!main.parse(List.of(arguments))) {
        System.err.println(USAGE);
        System.exit(2);
      }
      System.exit(main.run() ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private boolean parse(List<String> arguments) {
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      String value = arguments.get(i + 1);
      switch (arguments.get(i)) {
        case "--network" -> networks.add(value);
        case "--approach" -> approaches.add(Approach.named(value));
        case "--data" -> data = Path.of(value);
        case "--samples" -> samples = Path.of(value);
        case "--results" -> measured = Path.of(value);
        case "-o" -> output = Path.of(value);
        case "--jar" -> jar = value;
        case "--update" -> document = Optional.of(Path.of(value));
        default -> {
          return false;
        }
      }
    }
    return arguments.size() % 2 == 0;
  }

  private boolean run() throws IOException, InterruptedException {
    Results results = new Results(measured);
    boolean complete = true;
    for (Case network : new Cases(data, samples, output.resolve("data")).named(networks)) {
      for (Approach approach : approaches.isEmpty() ? List.of(Approach.values()) : approaches) {
        complete &= measure(network, approach, results);
      }
    }
    String tables = Markdown.tables(results);
    Files.writeString(output.resolve("curves.md"), tables);
    if (document.isPresent()) {
      String text = Files.readString(document.get());
      Files.writeString(document.get(), Markdown.within(text, results));
    }
    return complete;
  }

  private boolean measure(Case network, Approach approach, Results results)
      throws IOException, InterruptedException {
    boolean complete = true;
    for (String setting : approach.settings(network, results)) {
      if (results.find(network.name(), approach, setting).isPresent()) {
        continue;
      }
      Optional<Point> point = measure(network, approach, setting);
      if (point.isPresent()) {
        results.add(point.get());
        System.out.println(point.get().csv());
      } else {
        complete = false;
      }
    }
    return complete;
  }

  private Optional<Point> measure(Case network, Approach approach, String setting)
      throws IOException, InterruptedException {
    Path models = Files.createDirectories(output.resolve("models"));
    String name = network.name() + "-" + approach.name() + "-" + setting.replace("%", "pc");
    Path file = models.resolve(name.toLowerCase(Locale.ROOT) + ".onnx");
    List<String> line = new ArrayList<>(List.of("java", "-jar", jar, "compress"));
    line.add(network.model());
    line.addAll(network.options());
    line.addAll(List.of("--calibration", network.calibration()));
    line.addAll(List.of("--samples", String.valueOf(network.count())));
    line.addAll(List.of("--holdout", network.holdout()));
    if (network.classifies()) {
      line.addAll(List.of("--holdout-labels", network.holdoutLabels()));
    }
    line.addAll(approach.options(network, setting));
    if (approach.name().startsWith("BUDGET")) {
      line.addAll(List.of("--cache", output.resolve("cache").toString()));
    }
    line.addAll(List.of("-o", file.toString()));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(models.resolve(name.toLowerCase(Locale.ROOT) + ".txt").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      System.out.println("no result: " + String.join(" ", line));
      return Optional.empty();
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    return Optional.of(point(network, approach, setting, ModelImporter.read(file), seconds));
  }

  private static Point point(
      Case network, Approach approach, String setting, ImportedModel model, long seconds) {
    List<LayerReport> layers = LayerReports.of(model.network());
    Provenance provenance = model.network().provenance();
    Accuracy accuracy = provenance.accuracy();
    if (!network.classifies()) {
      CalibrationScore score = provenance.compression().holdout();
      accuracy = new Accuracy(score.floating(), score.factorized(), score.fixed());
    }
    return new Point(
        network.name(),
        approach,
        setting,
        layers.stream().mapToLong(LayerReport::multiplies).sum(),
        layers.stream().mapToLong(LayerReport::multipliesOriginal).sum(),
        layers.stream().mapToLong(LayerReport::bytes).sum(),
        layers.stream().mapToLong(LayerReport::bytesOriginal).sum(),
        network.classifies() ? "%" : "% of variance",
        accuracy.floating(),
        accuracy.factorized(),
        accuracy.fixed(),
        seconds);
  }
}
