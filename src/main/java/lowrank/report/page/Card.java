package lowrank.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lowrank.provenance.CalibrationScore;
import lowrank.report.BuildEntry;
import lowrank.report.Report;

/**
 * One figure of the summary.
 *
 * @param verdict the figure against its limit in words; empty without a limit
 * @param exceeded whether it is above its limit
 * @param share of the limit, or of the original, as a width in percent; empty for no bar
 */
public record Card(
    String title, String value, String detail, String verdict, boolean exceeded, String share) {
  private static final BuildEntry.Budget UNLIMITED =
      new BuildEntry.Budget(null, null, null, null, null, null);

  /** All cards of a report. */
  static List<Card> of(Report report) {
    BuildEntry build = report.build();
    BuildEntry.Budget budget = build == null || build.budget() == null ? UNLIMITED : build.budget();
    List<Card> cards = new ArrayList<>();
    cards.add(accuracy(report, budget));
    cards.add(multiplies(report, budget));
    cards.add(flash(report, budget));
    cards.add(ram(report, budget));
    cards.add(instructions(report, budget));
    cards.add(verification(report));
    return cards;
  }

  private static Card accuracy(Report report, BuildEntry.Budget budget) {
    Double fixed = report.accuracy().fixed();
    String limit =
        budget.drop() == null
            ? ""
            : String.format(
                Locale.ROOT, "sought: at most %s points lost on calibration data", budget.drop());
    CalibrationScore alike = report.holdout();
    if (fixed == null && alike != null) {
      String title = alike.measure().substring(0, 1).toUpperCase(Locale.ROOT);
      String detail =
          "with the original, on data without labels, in fixed point; "
              + points(alike.factorized())
              + " factorised";
      return new Card(
          title + alike.measure().substring(1), points(alike.fixed()), detail, limit, false, "");
    }
    if (fixed == null) {
      return new Card("Accuracy", "-", "not measured; build with --holdout", limit, false, "");
    }
    String detail =
        "in fixed point; "
            + points(report.accuracy().floating())
            + " float, "
            + points(report.accuracy().factorized())
            + " factorised";
    return new Card("Accuracy", points(fixed), detail, limit, false, Text.width(fixed / 100));
  }

  private static String points(Double accuracy) {
    return accuracy == null ? "-" : String.format(Locale.ROOT, "%.2f %%", accuracy);
  }

  private static Card multiplies(Report report, BuildEntry.Budget budget) {
    long generated = report.multiplies().generated();
    long original = report.multiplies().original();
    String detail =
        Text.percent(generated, original) + " of the original's " + Text.number(original);
    return limited(
        "Multiplies", Text.number(generated), detail, generated, budget.multiplies(), original);
  }

  private static Card flash(Report report, BuildEntry.Budget budget) {
    Long code = report.flash().code();
    long bytes = report.flash().weights() + (code == null ? 0 : code);
    String detail =
        "weights "
            + Text.number(report.flash().weights())
            + " B, code "
            + (code == null ? "not measured" : Text.number(code) + " B");
    return limited("Flash", Text.bytes(bytes), detail, bytes, budget.flash(), size(report, true));
  }

  private static Card ram(Report report, BuildEntry.Budget budget) {
    Long stack = report.ram().stack();
    long bytes = report.ram().arena() + (stack == null ? 0 : stack);
    String detail =
        "arena "
            + Text.number(report.ram().arena())
            + " B, stack "
            + (stack == null ? "not measured" : Text.number(stack) + " B");
    return limited("RAM", Text.bytes(bytes), detail, bytes, budget.ram(), size(report, false));
  }

  /** What the target has; 0 if the report does not tell. */
  private static long size(Report report, boolean flash) {
    return report.targets().stream()
        .filter(target -> target.target().equals(report.target()))
        .mapToLong(target -> flash ? target.flash() : target.ram())
        .findFirst()
        .orElse(0);
  }

  private static Card limited(
      String title, String value, String detail, long figure, Long limit, long whole) {
    long reference = limit == null ? whole : limit;
    String share = reference == 0 ? "" : Text.width((double) figure / reference);
    if (limit == null) {
      return new Card(title, value, detail, "", false, share);
    }
    boolean exceeded = figure > limit;
    String verdict =
        exceeded
            ? "over the budget of " + Text.number(limit) + " by " + Text.number(figure - limit)
            : "within the budget of " + Text.number(limit);
    return new Card(title, value, detail, verdict, exceeded, share);
  }

  private static Card instructions(Report report, BuildEntry.Budget budget) {
    Long executed = report.instructions();
    if (executed == null && report.predicted() == null) {
      return new Card(
          "Instructions", "-", "not measured; run lowrank count --instructions", "", false, "");
    }
    long figure = executed == null ? report.predicted().instructions() : executed;
    long multiplies = Math.max(1, report.multiplies().generated());
    String detail =
        executed == null
            ? "predicted for one inference on the core of " + Text.name(report.predicted().core())
            : String.format(
                Locale.ROOT,
                "per inference, on the emulated core; %.2f per multiply",
                (double) executed / multiplies);
    return limited("Instructions", Text.number(figure), detail, figure, budget.instructions(), 0);
  }

  private static Card verification(Report report) {
    Report.VerificationEntry entry = report.verification();
    if (entry == null) {
      return new Card("Bit-exact", "-", "not verified; run lowrank verify", "", false, "");
    }
    String detail =
        Text.number(entry.inputs())
            + " inputs, "
            + Text.number(entry.tensors())
            + " tensors each, on "
            + Text.name(String.join(", ", entry.where()));
    boolean exact = entry.mismatches() == 0;
    String verdict = exact ? "" : Text.number(entry.mismatches()) + " bytes differ";
    return new Card("Bit-exact", exact ? "yes" : "no", detail, verdict, !exact, "");
  }
}
