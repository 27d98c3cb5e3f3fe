package lowrank.curves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is measured so far, kept in a CSV file so that an interrupted run goes on from there. */
final class Results {
  private final Path file;
  private final List<Point> points = new ArrayList<>();

  Results(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      Files.readAllLines(file).stream().skip(1).map(Point::parse).forEach(points::add);
    } else {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, Point.HEADER + "\n");
    }
  }

  Optional<Point> find(String network, Approach approach, String setting) {
    return of(network, approach).stream().filter(p -> p.setting().equals(setting)).findFirst();
  }

  List<Point> of(String network, Approach approach) {
    return points.stream()
        .filter(point -> point.network().equals(network) && point.approach() == approach)
        .toList();
  }

  /** Networks with a point. */
  List<String> networks() {
    return points.stream().map(Point::network).distinct().toList();
  }

  void add(Point point) throws IOException {
    points.add(point);
    Files.writeString(file, point.csv() + "\n", StandardOpenOption.APPEND);
  }
}
