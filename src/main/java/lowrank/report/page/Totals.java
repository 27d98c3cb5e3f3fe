package lowrank.report.page;

import lowrank.report.LayerEntry;
import lowrank.report.Report;

/** Sums over all layers, ready to print. */
public record Totals(
    String multiplies,
    String multipliesOriginal,
    String multipliesShare,
    String bytes,
    String bytesOriginal,
    String bytesShare) {
  static Totals of(Report report) {
    long multiplies = report.multiplies().generated();
    long multipliesOriginal = report.multiplies().original();
    long bytes = report.layers().stream().mapToLong(LayerEntry::bytes).sum();
    long bytesOriginal = report.layers().stream().mapToLong(LayerEntry::bytesOriginal).sum();
    return new Totals(
        Text.number(multiplies),
        Text.number(multipliesOriginal),
        Text.percent(multiplies, multipliesOriginal),
        Text.number(bytes),
        Text.number(bytesOriginal),
        Text.percent(bytes, bytesOriginal));
  }
}
