package lowrank.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Instructions or estimated cycles of other libraries, from a table. Its first two columns are the layer and its
 * multiplies. The header of every other column is a library's name and the cores that its figures
 * are for, separated by spaces.
 */
final class Peers {
  private final List<String> header;
  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  private Peers(List<String> header) {
    this.header = header;
  }

  static Peers read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Peers peers = new Peers(cells(lines.get(0)));
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      if (cells.size() != peers.header.size()) {
        throw new IllegalArgumentException(file + ": " + cells.size() + " columns in: " + line);
      }
      peers.rows.put(cells.get(0), cells);
    }
    return peers;
  }

  private static List<String> cells(String line) {
    return List.of(line.split(",", -1));
  }

  List<String> layers() {
    return List.copyOf(rows.keySet());
  }

  /** The fewest that any library takes for a layer on a core of these names. */
  OptionalLong best(String layer, List<String> cores) {
    List<Long> figures = new ArrayList<>();
    List<String> row = rows.getOrDefault(layer, List.of());
    for (int column = 2; column < row.size(); column++) {
      List<String> words = List.of(header.get(column).split(" "));
      if (words.subList(1, words.size()).stream().anyMatch(cores::contains)
          && !row.get(column).isEmpty()) {
        figures.add(Long.parseLong(row.get(column)));
      }
    }
    return figures.stream().mapToLong(Long::longValue).min();
  }
}
