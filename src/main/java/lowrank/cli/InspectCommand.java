package lowrank.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  @Override
  public void run() {
    ImportedModel imported = lowrank.importer.ModelImporter.read(model);
    Network network = imported.network();
    RankCurves curves = RankAnalyzer.analyze(network, method);
    Map<String, Shape> shapes = network.shapes();
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
    for (Layer layer : network.layers()) {
      Operator operator = layer.operator();
      List<Shape> inputs = Network.inputShapes(layer, shapes);
      Optional<RankCurve> curve = curves.curve(layer.name());
      String obstacle = curves.obstacles().get(layer.name());
      table.row(
          layer.name(),
          operator.kind(),
          operator instanceof WeightedOperator weighted ? weighted.weightShape() : "",
          shapes.get(layer.name()),
          operator.parameters(),
          operator.multiplies(inputs),
          curve.map(RankCurve::method).orElse(obstacle == null ? "" : "(" + obstacle + ")"),
          curve.map(c -> Ranks.text(c.limits())).orElse(""),
          curve.map(c -> Ranks.text(c.lastSavingMultiplies())).orElse(""),
          curve.map(c -> Ranks.text(c.lastSavingBytes())).orElse(""));
    }
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s: input %s (%s), %,d parameters, %,d multiplies, %s%n%n",
            network.name(),
            network.inputShape(),
            network.layout(),
            network.parameters(),
            network.multiplies(),
            imported.quantization().isPresent() ? "quantised" : "float");
    table.print(console.out());
    console.out().flush();
  }
}
