package lowrank.report.page;

import java.util.List;
import java.util.Locale;
import lowrank.report.Report;

/** A point of the curve, ready to print. */
public record FrontRow(String multiplies, String share, String bytes, String loss) {
  /** The points of the curve, cheapest first; none without a search. */
  static List<FrontRow> of(Report report) {
    return report.build() == null
        ? List.of()
        : report.build().front().stream()
            .map(
                point ->
                    new FrontRow(
                        Text.number(point.multiplies()),
                        Text.percent(point.multiplies(), report.multiplies().original()),
                        Text.number(point.bytes()),
                        String.format(Locale.ROOT, "%.4g", point.loss())))
            .toList();
  }
}
