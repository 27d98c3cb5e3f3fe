package lowrank.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import lowrank.data.AtomicFile;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.pipeline.search.FrontPoint;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;

/** Writes the curve of predicted loss against costs as a table and as a picture. */
final class FrontFiles {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  private FrontFiles() {}

  /**
   * Writes both files.
   *
   * @param stem what .csv and .png are appended to
   */
  static void write(Path stem, Network network, List<FrontPoint> points) {
    AtomicFile.write(named(stem, ".csv"), csv(points).getBytes(StandardCharsets.UTF_8));
    byte[] picture = picture(network, points);
    AtomicFile.write(named(stem, ".png"), picture);
  }

  /** The file's name beside the stem. */
  static Path named(Path stem, String ending) {
    return stem.resolveSibling(stem.getFileName() + ending);
  }

  static String csv(List<FrontPoint> points) {
    String rows =
        points.stream()
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "%d,%d,%.6g,%s,%s,\"%s\"%n",
                        point.multiplies(),
                        point.bytes(),
                        point.loss(),
                        measured(point),
                        point.chosen() ? "yes" : "",
                        ranks(point.plan()).replace("\"", "\"\"")))
            .collect(Collectors.joining())
            .replace("\r\n", "\n");
    return "multiplies,weight_bytes,predicted_loss,measured_loss,chosen,ranks\n" + rows;
  }

  private static String measured(FrontPoint point) {
    return point.measured().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.6g", point.measured().getAsDouble());
  }

  private static String ranks(RankPlan plan) {
    return plan.choices().entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + " "
                    + entry.getValue().method()
                    + " "
                    + entry.getValue().ranks().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("; "));
  }

  /** Measured losses, of the chosen point or of the others. */
  private static void scatter(
      XYChart chart, String name, List<FrontPoint> points, double multiplies, boolean chosen) {
    List<FrontPoint> shown =
        points.stream()
            .filter(point -> point.chosen() == chosen && point.measured().isPresent())
            .toList();
    if (!shown.isEmpty()) {
      chart
          .addSeries(
              name,
              shown.stream().mapToDouble(point -> 100 * point.multiplies() / multiplies).toArray(),
              shown.stream().mapToDouble(point -> point.measured().getAsDouble()).toArray())
          .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }
  }

  private static byte[] picture(Network network, List<FrontPoint> points) {
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(network.name())
            .xAxisTitle("% of the original")
            .yAxisTitle("predicted loss")
            .theme(Styler.ChartTheme.Matlab)
            .build();
    double multiplies = network.multiplies();
    double bytes = points.stream().mapToLong(FrontPoint::bytes).max().orElse(1);
    double[] losses = points.stream().mapToDouble(FrontPoint::loss).toArray();
    chart.addSeries(
        "multiplies",
        points.stream().mapToDouble(point -> 100 * point.multiplies() / multiplies).toArray(),
        losses);
    chart.addSeries(
        "weight bytes",
        points.stream().mapToDouble(point -> 100 * point.bytes() / bytes).toArray(),
        losses);
    scatter(chart, "measured after the refit", points, multiplies, false);
    scatter(chart, "chosen, measured", points, multiplies, true);
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
      return png.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
