package lowrank.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lowrank.doctor.Diagnosis;
import lowrank.doctor.LayerDiagnosis;
import lowrank.doctor.LayerSignal;
import lowrank.doctor.MemoryFit;
import lowrank.doctor.Repair;
import lowrank.doctor.WeightHealth;
import lowrank.network.SourceNode;

/** Prints a diagnosis as tables. */
final class DoctorTables {
  private DoctorTables() {}

  static void print(Diagnosis diagnosis, PrintWriter out) {
    operators(diagnosis, out);
    if (!diagnosis.layers().isEmpty()) {
      out.print("\n");
      layers(diagnosis, out);
    }
    repairs(diagnosis.layers(), out);
    out.print("\n");
    summary(diagnosis, out);
  }

  private static void operators(Diagnosis diagnosis, PrintWriter out) {
    Table table = new Table("node", "operator", "support", "note");
    for (SourceNode node : diagnosis.operators()) {
      table.row(
          node.name(),
          node.operator(),
          node.support().name().toLowerCase(Locale.ROOT),
          node.note());
    }
    table.print(out);
  }

  private static void layers(Diagnosis diagnosis, PrintWriter out) {
    Table table =
        new Table(
            "layer",
            "operator",
            "kernel",
            "weights",
            "outlier",
            "dead",
            "weights dB",
            "sum bound",
            "headroom bits",
            "output dB",
            "saturated %",
            "silent");
    for (LayerDiagnosis layer : diagnosis.layers()) {
      WeightHealth weights = layer.weights();
      LayerSignal signal = layer.signal();
      table.row(
          layer.name(),
          layer.kind(),
          layer.kernel(),
          weights == null ? "" : number(weights.minimum()) + ".." + number(weights.maximum()),
          weights == null ? "" : outlier(weights),
          weights == null ? "" : weights.deadChannels().size(),
          weights == null ? "" : decimal(weights.snrDecibels()),
          layer.accumulatorBound() == null ? "" : layer.accumulatorBound(),
          layer.headroomBits() == null ? "" : decimal(layer.headroomBits()),
          signal == null ? "" : decimal(signal.snrDecibels()) + (layer.weak() ? " weak" : ""),
          signal == null ? "" : String.format(Locale.ROOT, "%.3f", 100 * signal.saturated()),
          signal == null ? "" : signal.silentChannels());
    }
    table.print(out);
  }

  private static String outlier(WeightHealth weights) {
    String ratio = decimal(weights.outlierRatio());
    return weights.outlierChannels() == 0
        ? ratio
        : ratio
            + " in channel "
            + weights.outlierChannel()
            + " ("
            + weights.outlierChannels()
            + " of them)";
  }

  private static void repairs(List<LayerDiagnosis> layers, PrintWriter out) {
    Table table =
        new Table("weak layer", "repair", "bytes", "layer dB", "model output dB", "helps");
    for (LayerDiagnosis layer : layers) {
      for (Repair repair : layer.measured()) {
        table.row(
            layer.name(),
            repair.change(),
            repair.bytes(),
            decimal(repair.layerDecibels()),
            decimal(repair.outputDecibels()),
            repair.helps() ? "yes" : "no");
      }
    }
    if (layers.stream().anyMatch(layer -> !layer.measured().isEmpty())) {
      out.print("\n");
      table.print(out);
      out.print("\n");
    }
    layers.stream()
        .filter(LayerDiagnosis::weak)
        .forEach(layer -> out.print(layer.name() + ": " + layer.advice() + "\n"));
  }

  private static void summary(Diagnosis diagnosis, PrintWriter out) {
    long unsupported = diagnosis.operators().stream().filter(SourceNode::obstacle).count();
    out.printf(
        Locale.ROOT,
        "%s: %d operators, %d not supported or behind one that is not\n",
        diagnosis.model(),
        diagnosis.operators().size(),
        unsupported);
    if (diagnosis.memory() != null) {
      memory(diagnosis.target(), diagnosis.memory(), out);
    }
    if (diagnosis.outputDecibels() != null) {
      out.printf(
          Locale.ROOT,
          "signal-to-noise ratio of the output: %.1f dB; with all ranges by",
          diagnosis.outputDecibels());
      for (Map.Entry<String, Double> entry : diagnosis.rangeDecibels().entrySet()) {
        out.printf(Locale.ROOT, " %s %.1f", entry.getKey(), entry.getValue());
      }
      out.print("\n");
    }
    diagnosis.obstacles().forEach(obstacle -> out.print("obstacle: " + obstacle + "\n"));
  }

  private static void memory(String target, MemoryFit memory, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s on %s: tables %,d of %,d bytes flash (code comes on top), arena %,d of %,d bytes RAM"
            + " (stack comes on top)\n",
        memory.fits() ? "fits" : "does not fit",
        target,
        memory.weightBytes(),
        memory.flashBytes(),
        memory.arenaBytes(),
        memory.ramBytes());
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(float value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
