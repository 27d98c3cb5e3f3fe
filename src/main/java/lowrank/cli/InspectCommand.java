package lowrank.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lowrank.api.Lowrank;
import lowrank.decompose.Decompositions;
import lowrank.decompose.RankAnalyzer;
import lowrank.network.ImportedModel;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.RankCurve;
import lowrank.network.RankCurves;
import lowrank.operator.Operator;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a model consists of and what can be decomposed. */
@Command(
    name = "inspect",
    sortOptions = false,
    description = {
      "Show a model's layers and what can be decomposed.",
      "Operators, shapes, parameters and multiplies, and for each layer the method, the limits of"
          + " its ranks, and the largest ranks that still save multiplies and flash."
    })
final class InspectCommand implements Runnable {
  @Mixin private Console console;

  @Parameters(paramLabel = "MODEL", description = "ONNX or TFLite model.")
  private Path model;

  @Option(
      names = "--method",
      defaultValue = Decompositions.AUTO,
      description =
          "Decomposition to look at: auto, svd, tucker2, ... (default: ${DEFAULT-VALUE}).")
  private String method;

  @Mixin private FormatOption format;

  /**
   * What is printed as JSON.
   *
   * @param input shape of the input
   * @param layout of its dimensions
   */
  record Outcome(
      String model,
      String input,
      String layout,
      long parameters,
      long multiplies,
      boolean quantised,
      List<Row> layers) {}

  /**
   * A layer.
   *
   * @param method that can decompose it; empty if none can
   * @param obstacle why it cannot be decomposed; empty if it can or has no weights
   * @param rankLimits the largest ranks
   * @param savesMultiplies the largest ranks that save multiplies; empty if none do
   * @param savesBytes the largest ranks that save flash; empty if none do
   */
  record Row(
      String name,
      String kind,
      String kernel,
      String output,
      long parameters,
      long multiplies,
      String method,
      String obstacle,
      List<Integer> rankLimits,
      List<Integer> savesMultiplies,
      List<Integer> savesBytes) {}

  @Override
  public void run() {
    ImportedModel imported = Lowrank.read(model);
    Network network = imported.network();
    RankCurves curves = RankAnalyzer.analyze(network, method);
    Map<String, Shape> shapes = network.shapes();
    Outcome outcome =
        new Outcome(
            network.name(),
            network.inputShape().toString(),
            network.layout().toString(),
            network.parameters(),
            network.multiplies(),
            imported.quantization().isPresent(),
            network.layers().stream().map(layer -> row(layer, curves, shapes)).toList());
    format.print(console, outcome, out -> print(outcome, out));
  }

  private static Row row(Layer layer, RankCurves curves, Map<String, Shape> shapes) {
    Operator operator = layer.operator();
    Optional<RankCurve> curve = curves.curve(layer.name());
    return new Row(
        layer.name(),
        operator.kind(),
        operator instanceof WeightedOperator weighted ? weighted.weightShape() : "",
        shapes.get(layer.name()).toString(),
        operator.parameters(),
        operator.multiplies(Network.inputShapes(layer, shapes)),
        curve.map(RankCurve::method).orElse(""),
        curve.isPresent() ? "" : curves.obstacles().getOrDefault(layer.name(), ""),
        curve.map(RankCurve::limits).orElse(List.of()),
        curve.flatMap(RankCurve::lastSavingMultiplies).map(RankCurve.Step::ranks).orElse(List.of()),
        curve.flatMap(RankCurve::lastSavingBytes).map(RankCurve.Step::ranks).orElse(List.of()));
  }

  private static void print(Outcome outcome, PrintWriter out) {
    Table table =
        new Table(
            "layer",
            "operator",
            "kernel",
            "output",
            "parameters",
            "multiplies",
            "method",
            "rank limits",
            "saves multiplies to",
            "saves flash to");
    for (Row layer : outcome.layers()) {
      boolean possible = !layer.method().isEmpty();
      table.row(
          layer.name(),
          layer.kind(),
          layer.kernel(),
          layer.output(),
          layer.parameters(),
          layer.multiplies(),
          layer.obstacle().isEmpty() ? layer.method() : "(" + layer.obstacle() + ")",
          Ranks.text(layer.rankLimits()),
          possible ? saving(layer.savesMultiplies()) : "",
          possible ? saving(layer.savesBytes()) : "");
    }
    out.printf(
        Locale.ROOT,
        "%s: input %s (%s), %,d parameters, %,d multiplies, %s%n%n",
        outcome.model(),
        outcome.input(),
        outcome.layout(),
        outcome.parameters(),
        outcome.multiplies(),
        outcome.quantised() ? "quantised" : "float");
    table.print(out);
  }

  private static String saving(List<Integer> ranks) {
    return ranks.isEmpty() ? "none" : Ranks.text(ranks);
  }
}
