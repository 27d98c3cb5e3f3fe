package lowrank.curves;

import java.util.List;
import java.util.Locale;

/**
 * One measured point.
 *
 * @param unit percent of right decisions, or of the variance of the original's outputs
 * @param original quality of the original in float
 * @param seconds of the whole command, hold-out data included
 */
record Point(
    String network,
    Approach approach,
    String setting,
    long multiplies,
    long multipliesOriginal,
    long bytes,
    long bytesOriginal,
    String unit,
    double original,
    double factorized,
    double fixed,
    long seconds) {
  static final String HEADER =
      "network,approach,setting,multiplies,multiplies original,bytes,bytes original,unit,"
          + "original,factorised,fixed point,seconds";

  String csv() {
    return String.join(
        ",",
        network,
        approach.name(),
        setting,
        String.valueOf(multiplies),
        String.valueOf(multipliesOriginal),
        String.valueOf(bytes),
        String.valueOf(bytesOriginal),
        unit,
        two(original),
        two(factorized),
        two(fixed),
        String.valueOf(seconds));
  }

  static Point parse(String line) {
    List<String> cells = List.of(line.split(",", -1));
    return new Point(
        cells.get(0),
        Approach.valueOf(cells.get(1)),
        cells.get(2),
        Long.parseLong(cells.get(3)),
        Long.parseLong(cells.get(4)),
        Long.parseLong(cells.get(5)),
        Long.parseLong(cells.get(6)),
        cells.get(7),
        Double.parseDouble(cells.get(8)),
        Double.parseDouble(cells.get(9)),
        Double.parseDouble(cells.get(10)),
        Long.parseLong(cells.get(11)));
  }

  /** Share of the original's multiplies, in percent. */
  double multipliesLeft() {
    return 100.0 * multiplies / multipliesOriginal;
  }

  /** Share of the original's bytes of weights, in percent. */
  double bytesLeft() {
    return 100.0 * bytes / bytesOriginal;
  }

  static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
