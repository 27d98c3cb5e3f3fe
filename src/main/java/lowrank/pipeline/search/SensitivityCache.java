package lowrank.pipeline.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import lowrank.data.AtomicFile;
import lowrank.diagnostic.CompileException;
import lowrank.network.RankPlan;

/**
 * Keeps what was measured on disk, so that a search that was interrupted goes on where it stopped.
 * One text file for each model, data and settings: a first line that says what it is, one line for
 * each figure, and a checksum. A damaged file is told of and started anew; one that cannot be
 * written is told of once. Files are replaced as a whole, with what another run has added since:
 * runs at the same time can lose each other's last figures, but never damage a file.
 */
public final class SensitivityCache {
  private static final String TITLE = "lowrank measurements 2";

  private final Path file;
  private final Consumer<String> warnings;
  private final TreeMap<String, Double> losses = new TreeMap<>();
  private boolean writes;

  private SensitivityCache(Path file, Consumer<String> warnings) {
    this.file = file;
    this.warnings = warnings;
    this.writes = file != null;
  }

  /** Remembers only as long as the program runs. */
  public static SensitivityCache inMemory() {
    return new SensitivityCache(null, warning -> {});
  }

  /**
   * The cache of one search.
   *
   * @param key of model, data and settings, fit for a file name
   * @param warnings is told if the file is damaged or cannot be written
   */
  public static SensitivityCache in(Path folder, String key, Consumer<String> warnings) {
    SensitivityCache cache = new SensitivityCache(folder.resolve(key + ".txt"), warnings);
    if (Files.exists(cache.file)) {
      try {
        cache.losses.putAll(read(Files.readString(cache.file)));
      } catch (IOException | IllegalArgumentException e) {
        warnings.accept(cache.file + ": cannot be used (" + e.getMessage() + "); measured anew");
      }
    }
    return cache;
  }

  private static TreeMap<String, Double> read(String text) {
    int end = text.lastIndexOf('\n', text.length() - 2) + 1;
    String body = text.substring(0, end);
    if (!text.substring(end).strip().equals(checksum(body))) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    List<String> lines = body.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(TITLE)) {
      throw new IllegalArgumentException("it is of another version");
    }
    TreeMap<String, Double> losses = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int tab = line.lastIndexOf('\t');
      losses.put(line.substring(0, tab), Double.parseDouble(line.substring(tab + 1)));
    }
    return losses;
  }

  /** Number of figures that are known. */
  public int size() {
    return losses.size();
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

  /**
   * A figure of a whole plan, measured and saved if it is not known. Several threads may ask at a
   * time, for different plans.
   *
   * @param kind what is measured
   */
  double of(String kind, RankPlan plan, DoubleSupplier measurement) {
    StringBuilder key = new StringBuilder("*" + kind);
    new TreeMap<>(plan.choices())
        .forEach((layer, choice) -> key.append('\t').append(key(layer, choice)));
    Optional<Double> known = known(key.toString());
    return known.orElseGet(
        () -> {
          double figure = measurement.getAsDouble();
          remember(key.toString(), figure);
          return figure;
        });
  }

  private synchronized Optional<Double> known(String key) {
    return Optional.ofNullable(losses.get(key));
  }

  private synchronized void remember(String key, double figure) {
    losses.put(key, figure);
    save();
  }

  /** Writes the file as a whole. */
  void save() {
    if (!writes) {
      return;
    }
    try {
      addOthers();
      String lines =
          losses.entrySet().stream()
              .map(entry -> entry.getKey() + "\t" + Double.toHexString(entry.getValue()) + "\n")
              .collect(Collectors.joining());
      String body = TITLE + "\n" + lines;
      AtomicFile.write(file, (body + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (CompileException e) {
      writes = false;
      warnings.accept(e.getMessage() + "; an interrupted search will start anew");
    }
  }

  /** What another run has written since; a damaged file is replaced. */
  private void addOthers() {
    try {
      read(Files.readString(file)).forEach(losses::putIfAbsent);
    } catch (IOException | IllegalArgumentException e) {
      // There is nothing to add.
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
