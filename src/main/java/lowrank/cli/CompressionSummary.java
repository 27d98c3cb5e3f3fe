package lowrank.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import lowrank.network.Network;
import lowrank.pipeline.Compressed;
import lowrank.pipeline.MeasuredImage;
import lowrank.pipeline.PrecisionOutcome;
import lowrank.provenance.Accuracy;
import lowrank.provenance.CalibrationScore;
import lowrank.provenance.LayerMeasurement;
import lowrank.provenance.Origin;
import lowrank.provenance.Provenance;
import lowrank.provenance.SearchLoss;
import lowrank.report.LayerReport;
import lowrank.report.LayerReports;
import lowrank.verify.ImageSize;

/** Prints a network's layers next to the model that they came from. */
final class CompressionSummary {
  private CompressionSummary() {}

  /**
   * What is printed as JSON.
   *
   * @param output that was written
   * @param layers with what replaced them; empty if nothing was compressed, as the rest
   * @param int16 layers with 16-bit outputs
   * @param accuracy on the hold-out data; null if unmeasured
   * @param image bytes on the target; null if unmeasured
   */
  record Outcome(
      String output,
      List<LayerReport> layers,
      List<String> int16,
      PrecisionOutcome precision,
      Accuracy accuracy,
      @JsonInclude(JsonInclude.Include.NON_NULL) CalibrationScore holdout,
      ImageSize image) {
    /** The same with what the firmware takes. */
    Outcome with(MeasuredImage measured) {
      return new Outcome(
          output, layers, int16, precision, accuracy, holdout, measured.size().orElse(null));
    }
  }

  /** The same for JSON; {@code compressed} is null if the model was quantised already. */
  static Outcome of(Compressed compressed, Path output) {
    return compressed == null
        ? new Outcome(output.toString(), List.of(), List.of(), null, null, null, null)
        : new Outcome(
            output.toString(),
            LayerReports.of(compressed.network()),
            compressed.wideLayers(),
            compressed.precision().orElse(null),
            compressed.network().provenance().accuracy(),
            compressed.network().provenance().compression().holdout(),
            null);
  }

  /** The table of layers with weights, the sums, the int16 layers, and what was measured. */
  static void print(Compressed compressed, PrintWriter out) {
    print(compressed.network(), out);
    List<String> wide = compressed.wideLayers();
    if (!wide.isEmpty() || compressed.precision().isPresent()) {
      out.printf("16-bit outputs: %s%n", wide.isEmpty() ? "none" : String.join(", ", wide));
    }
    compressed.precision().ifPresent(outcome -> print(outcome, out));
    out.flush();
  }

  private static void print(PrecisionOutcome outcome, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s: %.2f %% float, %.2f %% all in int8, %.2f %% so%n",
        named(outcome.measure()),
        outcome.floating(),
        outcome.int8(),
        outcome.mixed());
  }

  private static void print(Network network, PrintWriter out) {
    Table table =
        new Table(
            "layer",
            "kernel",
            "method",
            "ranks",
            "multiplies",
            "before",
            "bytes",
            "before",
            "error",
            "int8 dB");
    List<LayerReport> layers =
        LayerReports.of(network).stream().filter(layer -> layer.bytesOriginal() > 0).toList();
    for (LayerReport layer : layers) {
      table.row(
          layer.name(),
          layer.shape(),
          layer.method(),
          Ranks.text(layer.ranks()),
          layer.multiplies(),
          layer.multipliesOriginal(),
          layer.bytes(),
          layer.bytesOriginal(),
          layer.method().equals(Origin.NONE)
              ? ""
              : String.format(Locale.ROOT, "%.3f", layer.outputError()),
          noise(layer.measured()));
    }
    table.row(
        "sum",
        "",
        "",
        "",
        layers.stream().mapToLong(LayerReport::multiplies).sum(),
        layers.stream().mapToLong(LayerReport::multipliesOriginal).sum(),
        layers.stream().mapToLong(LayerReport::bytes).sum(),
        layers.stream().mapToLong(LayerReport::bytesOriginal).sum(),
        "",
        "");
    table.print(out);
    out.printf(
        Locale.ROOT,
        "%.2f times fewer multiplies, %.2f times fewer bytes of weights, %,d parameters%n",
        ratio(layers, LayerReport::multipliesOriginal, LayerReport::multiplies),
        ratio(layers, LayerReport::bytesOriginal, LayerReport::bytes),
        network.parameters());
    print(network.provenance(), out);
  }

  /** What was measured, on which data. */
  private static void print(Provenance provenance, PrintWriter out) {
    SearchLoss loss = provenance.compression().search();
    if (loss != null) {
      out.printf(
          Locale.ROOT,
          "%s on %d calibration samples: %.4g predicted, %.4g measured, %.4g after the refit%n",
          loss.unit(),
          loss.inputs(),
          loss.predicted(),
          loss.measured(),
          loss.refitted());
    }
    CalibrationScore score = provenance.compression().calibration();
    if (score != null) {
      print(named(score.measure()), score, out);
    }
    Accuracy accuracy = provenance.accuracy();
    if (accuracy.fixed() != null) {
      print("hold-out accuracy", accuracy.floating(), accuracy.factorized(), accuracy.fixed(), out);
    }
    CalibrationScore holdout = provenance.compression().holdout();
    if (holdout != null) {
      boolean decisions = holdout.measure().equals(CalibrationScore.AGREEMENT);
      String name = decisions ? "agreement with the original" : holdout.measure();
      print(name + " on the hold-out data", holdout, out);
    }
  }

  private static void print(String name, CalibrationScore score, PrintWriter out) {
    print(name, score.floating(), score.factorized(), score.fixed(), out);
  }

  private static void print(
      String name, double floating, double factorized, double fixed, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s: %.2f %% float, %.2f %% factorised, %.2f %% fixed point%n",
        name,
        floating,
        factorized,
        fixed);
  }

  private static String named(String measure) {
    return switch (measure) {
      case CalibrationScore.ACCURACY -> "accuracy on the calibration data";
      case CalibrationScore.AGREEMENT -> "agreement with the original on the calibration data";
      default -> measure + " on the calibration data";
    };
  }

  /** Signal-to-noise ratio before and after the gauge. */
  private static String noise(LayerMeasurement measured) {
    return measured.snr() == null
        ? ""
        : String.format(Locale.ROOT, "%.1f -> %.1f", measured.snrBalanced(), measured.snr());
  }

  private static double ratio(
      List<LayerReport> layers,
      ToLongFunction<LayerReport> before,
      ToLongFunction<LayerReport> now) {
    return (double) layers.stream().mapToLong(before).sum()
        / Math.max(1, layers.stream().mapToLong(now).sum());
  }
}
