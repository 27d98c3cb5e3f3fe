package lowrank.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Operator;
import lowrank.operator.WeightedOperator;
import lowrank.provenance.LayerMeasurement;
import lowrank.provenance.Origin;
import lowrank.provenance.SourceLayer;
import lowrank.tensor.Shape;

/** Sets a network's layers against the layers of the model that it came from. */
public final class LayerReports {
  private LayerReports() {}

  /** One report for each source layer that still has layers, in network order. */
  public static List<LayerReport> of(Network network) {
    Map<String, Shape> shapes = network.shapes();
    Map<String, List<Layer>> bySource = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      bySource.computeIfAbsent(layer.origin().sourceLayer(), name -> new ArrayList<>()).add(layer);
    }
    Map<String, SourceLayer> sources = new LinkedHashMap<>();
    network.provenance().layers().forEach(source -> sources.put(source.name(), source));
    List<LayerReport> reports = new ArrayList<>();
    bySource.forEach(
        (name, layers) -> {
          List<FactorReport> factors = layers.stream().map(layer -> factor(layer, shapes)).toList();
          LayerMeasurement measured =
              network
                  .provenance()
                  .compression()
                  .layer(name)
                  .orElse(new LayerMeasurement(name, null, null, null, null, null));
          reports.add(report(layers.get(0).origin(), sources.get(name), measured, factors));
        });
    return reports;
  }

  private static FactorReport factor(Layer layer, Map<String, Shape> shapes) {
    Operator operator = layer.operator();
    List<Shape> inputs = Network.inputShapes(layer, shapes);
    boolean weighted = operator instanceof WeightedOperator;
    return new FactorReport(
        layer.name(),
        operator.kind(),
        weighted ? ((WeightedOperator) operator).weightShape() : "",
        operator.multiplies(inputs),
        operator.multipliesFormula(inputs),
        weighted ? ((WeightedOperator) operator).storedBytes() : 0);
  }

  private static LayerReport report(
      Origin origin, SourceLayer source, LayerMeasurement measured, List<FactorReport> factors) {
    long multiplies = factors.stream().mapToLong(FactorReport::multiplies).sum();
    long bytes = factors.stream().mapToLong(FactorReport::bytes).sum();
    FactorReport last = factors.get(factors.size() - 1);
    return new LayerReport(
        measured.layer(),
        source == null ? last.kind() : source.kind(),
        source == null ? last.shape() : source.shape(),
        origin.method(),
        origin.ranks(),
        source == null ? multiplies : source.multiplies(),
        multiplies,
        source == null ? bytes : source.bytes(),
        bytes,
        origin.relativeError(),
        measured,
        factors);
  }
}
