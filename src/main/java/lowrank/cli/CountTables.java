package lowrank.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import lowrank.pipeline.Counts;
import lowrank.pipeline.Counts.FactorCount;
import lowrank.pipeline.Counts.LayerCount;
import lowrank.pipeline.Counts.TargetCount;
import lowrank.provenance.Origin;
import lowrank.verify.trace.Histogram;

/** Prints counts as tables. */
final class CountTables {
  private CountTables() {}

  static void print(Counts counts, PrintWriter out) {
    layers(counts, out);
    if (!counts.targets().isEmpty()) {
      out.println();
      targets(counts.targets(), out);
      out.println();
      breakEven(counts, out);
    }
    for (TargetCount target : counts.targets()) {
      if (target.instructions() != null) {
        out.println();
        instructions(target, out);
      }
    }
  }

  /** Each source layer, and below it its factors if it was decomposed. */
  private static void layers(Counts counts, PrintWriter out) {
    Table table =
        new Table(
            "layer",
            "kernel",
            "multiplies",
            "formula",
            "counted",
            "bytes",
            "before: multiplies",
            "bytes",
            "break-even rank");
    for (LayerCount layer : counts.layers()) {
      boolean decomposed = !layer.method().equals(Origin.NONE);
      FactorCount last = layer.factors().get(layer.factors().size() - 1);
      table.row(
          layer.name(),
          decomposed
              ? layer.shape() + " " + layer.method() + " " + Ranks.text(layer.ranks())
              : layer.shape(),
          layer.multiplies(),
          decomposed ? "" : last.formula(),
          layer.factors().stream().mapToLong(FactorCount::counted).sum(),
          layer.bytes(),
          layer.original(),
          layer.bytesOriginal(),
          layer.breakEven().isEmpty()
              ? "none"
              : layer.breakEvenMethod() + " " + Ranks.text(layer.breakEven()));
      if (decomposed) {
        layer.factors().forEach(factor -> factor(table, factor));
      }
    }
    table.row(
        "sum",
        "",
        counts.multiplies(),
        "",
        counts.counted(),
        counts.layers().stream().mapToLong(LayerCount::bytes).sum(),
        counts.original(),
        counts.layers().stream().mapToLong(LayerCount::bytesOriginal).sum(),
        "");
    table.print(out);
  }

  private static void factor(Table table, FactorCount factor) {
    table.row(
        "  " + factor.name(),
        "  " + factor.shape(),
        factor.multiplies(),
        factor.formula(),
        factor.counted(),
        factor.bytes(),
        "",
        "",
        "");
  }

  private static void targets(List<TargetCount> targets, PrintWriter out) {
    Table table =
        new Table(
            "target",
            "channels at once",
            "multiplies issued",
            "before",
            "scalar cycles (estimate)",
            "weights",
            "of flash",
            "arena",
            "of ram",
            "instructions in QEMU");
    for (TargetCount target : targets) {
      table.row(
          target.target(),
          target.simdChannels(),
          target.issued(),
          target.issuedOriginal(),
          target.cycles(),
          target.weightBytes(),
          percent(target.weightBytes(), target.flash()),
          target.arenaBytes(),
          percent(target.arenaBytes(), target.ram()),
          target.instructions());
    }
    table.print(out);
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** Break-even ranks per target, a column for every granularity that occurs. */
  private static void breakEven(Counts counts, PrintWriter out) {
    Map<Integer, TargetCount> byGranularity = new LinkedHashMap<>();
    counts.targets().forEach(target -> byGranularity.putIfAbsent(target.simdChannels(), target));
    List<TargetCount> distinct = List.copyOf(byGranularity.values());
    String[] header = new String[distinct.size() + 2];
    header[0] = "break-even rank of";
    header[1] = "method";
    for (int i = 0; i < distinct.size(); i++) {
      int channels = distinct.get(i).simdChannels();
      header[i + 2] = channels == 1 ? "scalar targets" : channels + " channels at once";
    }
    Table table = new Table(header);
    for (int layer = 0; layer < counts.layers().size(); layer++) {
      Object[] row = new Object[header.length];
      row[0] = counts.layers().get(layer).name();
      row[1] = counts.layers().get(layer).breakEvenMethod();
      for (int i = 0; i < distinct.size(); i++) {
        List<Integer> ranks = distinct.get(i).breakEven().get(layer);
        row[i + 2] = ranks.isEmpty() ? "none" : Ranks.text(ranks);
      }
      table.row(row);
    }
    table.print(out);
  }

  /** What the core executed: the third count of the multiplies, and what came with them. */
  private static void instructions(TargetCount target, PrintWriter out) {
    Table table =
        new Table(
            "layer on " + target.target(),
            "multiplies",
            "executed",
            "instructions",
            "per multiply",
            "multiply instructions",
            "words loaded",
            "words stored",
            "branches taken",
            "others",
            target.cyclesPublished() ? "cycles (estimate)" : "cycles (rough guide)");
    long multiplies = 0;
    for (Counts.LayerInstructions layer : target.layerInstructions()) {
      multiplies += layer.multiplies();
      row(table, layer.layer(), layer.multiplies(), layer.instructions(), layer.executed());
    }
    row(table, "whole call", multiplies, target.instructions(), target.executed());
    table.print(out);
  }

  private static void row(
      Table table, String name, long multiplies, long instructions, Histogram executed) {
    boolean known = executed != null;
    table.row(
        name,
        multiplies,
        known ? executed.products() : "",
        instructions,
        multiplies == 0
            ? ""
            : String.format(Locale.ROOT, "%.2f", (double) instructions / multiplies),
        known ? lanes(executed) : "",
        known ? executed.wordsLoaded() : "",
        known ? executed.wordsStored() : "",
        known ? executed.taken() : "",
        known ? executed.other() + executed.notTaken() + executed.divides() : "",
        known ? executed.cycles() : "");
  }

  /** Instructions by how many products each forms: {@code 96x1 512x2}. */
  private static String lanes(Histogram executed) {
    return executed.multiplies().entrySet().stream()
        .map(entry -> entry.getValue() + "x" + entry.getKey())
        .collect(Collectors.joining(" "));
  }
}
