package lowrank.pipeline.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import lowrank.data.AtomicFile;
import lowrank.network.RankPlan;

/**
 * Keeps measured losses on disk, so that a search that was interrupted goes on where it stopped.
 * One text file for each model, data and settings: a first line that says what it is, one line for
 * each loss, and a checksum. A damaged file is told of and started anew.
 */
public final class SensitivityCache {
  private static final String TITLE = "lowrank sensitivities 1";

  private final Path file;
  private final TreeMap<String, Double> losses = new TreeMap<>();

  private SensitivityCache(Path file) {
    this.file = file;
  }

  /** Remembers only as long as the program runs. */
  public static SensitivityCache inMemory() {
    return new SensitivityCache(null);
  }

  /**
   * The cache of one search.
   *
   * @param key of model, data and settings, fit for a file name
   * @param warnings is told if the file is damaged
   */
  public static SensitivityCache in(Path folder, String key, Consumer<String> warnings) {
    SensitivityCache cache = new SensitivityCache(folder.resolve(key + ".txt"));
    if (Files.exists(cache.file)) {
      try {
        cache.read(Files.readString(cache.file));
      } catch (IOException | IllegalArgumentException e) {
        cache.losses.clear();
        warnings.accept(cache.file + ": cannot be used (" + e.getMessage() + "); measured anew");
      }
    }
    return cache;
  }

  private void read(String text) {
    int end = text.lastIndexOf('\n', text.length() - 2) + 1;
    String body = text.substring(0, end);
    if (!text.substring(end).strip().equals(checksum(body))) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    List<String> lines = body.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(TITLE)) {
      throw new IllegalArgumentException("it is of another version");
    }
    for (String line : lines.subList(1, lines.size())) {
      int tab = line.lastIndexOf('\t');
      losses.put(line.substring(0, tab), Double.parseDouble(line.substring(tab + 1)));
    }
  }

  /** The loss of one layer's choice, if it is known. */
  OptionalDouble loss(String layer, RankPlan.Choice choice) {
    Double loss = losses.get(key(layer, choice));
    return loss == null ? OptionalDouble.empty() : OptionalDouble.of(loss);
  }

  /** Remembers a loss, until {@link #save} in memory only. */
  void put(String layer, RankPlan.Choice choice, double loss) {
    losses.put(key(layer, choice), loss);
  }

  /** Writes the file as a whole. */
  void save() {
    if (file != null) {
      String lines =
          losses.entrySet().stream()
              .map(entry -> entry.getKey() + "\t" + Double.toHexString(entry.getValue()) + "\n")
              .collect(Collectors.joining());
      String body = TITLE + "\n" + lines;
      AtomicFile.write(file, (body + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String key(String layer, RankPlan.Choice choice) {
    return layer.replaceAll("[\\t\\r\\n]", " ") + "\t" + choice.method() + "\t" + choice.ranks();
  }

  private static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
