package lowrank.report.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lowrank.report.BuildEntry;
import lowrank.report.PlanEntry;
import lowrank.report.Report;
import lowrank.template.Templates;

/** Writes a report as one HTML file with everything inside. */
public final class ReportPage {
  /** The page's file name in a generated folder. */
  public static final String FILE = "report.html";

  private static final Templates TEMPLATES = Templates.in("/templates/report");

  private ReportPage() {}

  /** The page; the same report gives the same bytes. All names in it are escaped. */
  public static String html(Report report) {
    return TEMPLATES.render("report.ftlh", values(report));
  }

  private static Map<String, Object> values(Report report) {
    List<Card> cards = Card.of(report);
    List<LayerRow> layers = LayerRow.of(report);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", Text.name(report.name()));
    values.put("model", Text.name(report.model()));
    values.put("sha256", Text.name(report.sha256()));
    values.put("target", Text.name(report.target()));
    values.put("tool", Text.name(report.tool()));
    values.put("verdict", verdict(report, cards));
    values.put("exceeded", cards.stream().anyMatch(Card::exceeded));
    values.put("cards", cards);
    values.put("layers", layers);
    values.put("others", report.layers().size() - layers.size());
    values.put("decomposed", layers.stream().anyMatch(LayerRow::decomposed));
    values.put("sum", Totals.of(report));
    values.put("front", FrontChart.svg(report));
    values.put("frontRows", FrontRow.of(report));
    values.put("arena", ArenaChart.svg(report));
    values.put("places", PlaceRow.of(report));
    values.put("peak", report.plan() == null ? "" : peak(report));
    values.put("targets", TargetRow.of(report));
    values.put("options", options(report.build()));
    values.put("files", files(report.build()));
    return values;
  }

  private static String verdict(Report report, List<Card> cards) {
    List<String> over = cards.stream().filter(Card::exceeded).map(Card::title).toList();
    if (!over.isEmpty()) {
      return "Not as it should be: " + String.join(", ", over) + ".";
    }
    return report.build() == null || report.build().budget() == null ? "" : "Within the budget.";
  }

  private static String peak(Report report) {
    PlanEntry plan = report.plan();
    return String.format(
        Locale.ROOT,
        "The arena takes %,d bytes; no plan for this order of the steps takes less than %,d. Most is"
            + " in use during step %d, %s: %,d bytes.",
        report.ram().arena(),
        report.ram().arenaLowerBound(),
        plan.peakStep() + 1,
        Text.name(plan.peakLayer()),
        plan.liveBytes(plan.peakStep()));
  }

  private static Map<String, String> options(BuildEntry build) {
    Map<String, String> options = new TreeMap<>();
    if (build != null) {
      build.options().forEach((key, value) -> options.put(Text.name(key), Text.name(value)));
    }
    return options;
  }

  private static List<BuildEntry.InputFile> files(BuildEntry build) {
    return build == null
        ? List.of()
        : build.files().stream()
            .map(
                file ->
                    new BuildEntry.InputFile(
                        Text.name(file.option()), Text.name(file.file()), Text.name(file.sha256())))
            .toList();
  }
}
