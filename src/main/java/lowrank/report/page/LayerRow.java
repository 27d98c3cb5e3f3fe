package lowrank.report.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lowrank.provenance.Origin;
import lowrank.report.FactorReport;
import lowrank.report.LayerEntry;
import lowrank.report.Report;

/**
 * A layer with weights next to what replaced it, ready to print.
 *
 * @param factors shapes of the factors in order; empty if the layer stands as it was
 * @param ranks with their limits, e.g. {@code 4 of 6}
 * @param rankShare mean share of the limits, as a width in percent; empty without decomposition
 * @param errorShare as a width in percent
 */
public record LayerRow(
    String name,
    String shape,
    String method,
    boolean decomposed,
    String factors,
    String ranks,
    String rankShare,
    String multiplies,
    String multipliesOriginal,
    String multipliesShare,
    String bytes,
    String bytesOriginal,
    String bytesShare,
    String error,
    String errorShare) {
  /** The rows of all layers that have weights. */
  static List<LayerRow> of(Report report) {
    return report.layers().stream()
        .filter(layer -> layer.bytesOriginal() > 0)
        .map(LayerRow::of)
        .toList();
  }

  private static LayerRow of(LayerEntry layer) {
    boolean decomposed = !layer.method().equals(Origin.NONE);
    return new LayerRow(
        Text.name(layer.name()),
        Text.shape(layer.shape().isEmpty() ? layer.kind() : layer.shape()),
        layer.method(),
        decomposed,
        decomposed ? factors(layer) : "",
        decomposed ? ranks(layer) : "",
        decomposed ? Text.width(rankShare(layer)) : "",
        Text.number(layer.multiplies()),
        Text.number(layer.multipliesOriginal()),
        Text.percent(layer.multiplies(), layer.multipliesOriginal()),
        Text.number(layer.bytes()),
        Text.number(layer.bytesOriginal()),
        Text.percent(layer.bytes(), layer.bytesOriginal()),
        decomposed ? String.format(Locale.ROOT, "%.1f %%", 100 * layer.outputError()) : "",
        decomposed ? Text.width(layer.outputError()) : "");
  }

  private static String factors(LayerEntry layer) {
    return layer.factors().stream()
        .map(FactorReport::shape)
        .filter(shape -> shape != null && !shape.isEmpty())
        .map(Text::shape)
        .collect(Collectors.joining(", "));
  }

  private static String ranks(LayerEntry layer) {
    boolean limited = layer.rankLimits().size() == layer.ranks().size();
    return Text.list(layer.ranks()) + (limited ? " of " + Text.list(layer.rankLimits()) : "");
  }

  private static double rankShare(LayerEntry layer) {
    double sum = 0;
    int count = Math.min(layer.ranks().size(), layer.rankLimits().size());
    for (int i = 0; i < count; i++) {
      sum += (double) layer.ranks().get(i) / Math.max(1, layer.rankLimits().get(i));
    }
    return count == 0 ? 0 : sum / count;
  }
}
