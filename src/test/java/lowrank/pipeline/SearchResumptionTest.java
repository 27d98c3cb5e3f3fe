package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import lowrank.data.Samples;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.pipeline.search.Amount;
import lowrank.pipeline.search.Budget;
import lowrank.pipeline.search.SearchSettings;
import lowrank.pipeline.search.SensitivityCache;
import lowrank.quantize.RangeMethod;
import lowrank.rank.SearchProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that is stopped goes on from what it has measured, which its cache shows. */
class SearchResumptionTest {
  private static final Path BUNDLED = Path.of("src/samples/bundled");
  private static final Network NETWORK =
      ModelImporter.read(BUNDLED.resolve("lenet_mnist.onnx")).network();
  private static final Dataset DATA =
      Dataset.of(NETWORK, Samples.read(BUNDLED.resolve("calibration_x.npy"))).spread(64);

  @TempDir private Path folder;

  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Notes what is measured, and warnings but of few samples; stops before a task. */
  private static final class Watch implements SearchProgress {
    private final List<String> tasks = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final String last;

    Watch(String last) {
      this.last = last;
    }

    @Override
    public void measured(String layer, List<Integer> ranks, double accuracy, boolean holds) {}

    @Override
    public void working(String task, int done, int total) {
      if (task.equals(last)) {
        throw new Interrupted();
      }
      tasks.add(task);
    }

    @Override
    public void warning(String text) {
      if (!text.startsWith("too few calibration inputs")) {
        warnings.add(text);
      }
    }

    private List<String> layers() {
      return tasks.stream().filter(task -> task.matches("measuring (conv|fc)\\d")).toList();
    }
  }

  private static Compressed compress(Optional<Path> cache, SearchProgress progress) {
    return compress(cache, progress, RangeMethod.MSE);
  }

  private static Compressed compress(
      Optional<Path> cache, SearchProgress progress, RangeMethod range) {
    Budget budget = Budget.NONE.withMultiplies(Amount.count("40%"));
    CompressionSettings settings =
        CompressionSettings.builder()
            .method("spatial")
            .ranks(CompressionSettings.BUDGET)
            .range(range)
            .search(new SearchSettings(budget, Optional.empty(), cache, Optional.empty()))
            .build();
    return Compressor.compress(NETWORK, DATA, Optional.empty(), settings, progress);
  }

  @Test
  void onlyTheRestIsMeasuredAndTheRanksAreTheSame() throws IOException {
    Watch fresh = new Watch("");
    Compressed expected = compress(Optional.empty(), fresh);
    Optional<Path> cache = Optional.of(folder.resolve("cache"));
    assertThatThrownBy(() -> compress(cache, new Watch("measuring fc1")))
        .isInstanceOf(Interrupted.class);
    Watch rest = new Watch("");
    Compressed resumed = compress(cache, rest);

    assertThat(fresh.layers())
        .containsExactly(
            "measuring conv1",
            "measuring conv2",
            "measuring fc1",
            "measuring fc2",
            "measuring fc3");
    assertThat(rest.layers()).isEqualTo(fresh.layers().subList(2, 5));
    assertThat(rest.warnings).isEmpty();
    assertThat(resumed).isEqualTo(expected);

    Watch nothing = new Watch("");
    assertThat(compress(cache, nothing)).isEqualTo(expected);
    assertThat(nothing.layers()).isEmpty();
  }

  @Test
  void aSearchStoppedWhileItCorrectsGoesOnToo() {
    Optional<Path> cache = Optional.of(folder.resolve("cache"));
    Compressed expected = compress(Optional.empty(), SearchProgress.SILENT);
    assertThatThrownBy(() -> compress(cache, new Watch("correcting fc2")))
        .isInstanceOf(Interrupted.class);
    Watch rest = new Watch("");
    assertThat(compress(cache, rest)).isEqualTo(expected);
    assertThat(rest.layers()).isEmpty();
  }

  @Test
  void searchesAtTheSameTimeDoNotHarmEachOther() throws IOException {
    Optional<Path> cache = Optional.of(folder.resolve("cache"));
    List<CompletableFuture<Compressed>> runs =
        Stream.generate(() -> new Watch(""))
            .limit(3)
            .map(watch -> CompletableFuture.supplyAsync(() -> compress(cache, watch)))
            .toList();
    List<Compressed> results = runs.stream().map(CompletableFuture::join).toList();
    assertThat(results).allMatch(results.get(0)::equals);
    Watch after = new Watch("");
    assertThat(compress(cache, after)).isEqualTo(results.get(0));
    assertThat(after.warnings).isEmpty();
  }

  /** Where corrections settle, the next best is measured in place of the same answer again. */
  @Test
  void everyRoundOfASearchMeasuresAnotherAnswer() throws IOException {
    Path cache = folder.resolve("cache");
    compress(Optional.of(cache), SearchProgress.SILENT);
    List<String> figures;
    try (Stream<Path> files = Files.list(cache)) {
      figures = Files.readAllLines(files.findFirst().orElseThrow());
    }
    assertThat(figures)
        .filteredOn(figure -> figure.matches("\\*refitted rounding\t.+\t.+"))
        .hasSize(8);
  }

  @Test
  void figuresOfOtherRangesAreNotTaken() throws IOException {
    Optional<Path> cache = Optional.of(folder.resolve("cache"));
    compress(cache, SearchProgress.SILENT);
    Watch other = new Watch("");
    Compressed compressed = compress(cache, other, RangeMethod.MINMAX);
    assertThat(other.layers()).hasSize(5);
    assertThat(compressed)
        .isEqualTo(compress(Optional.empty(), SearchProgress.SILENT, RangeMethod.MINMAX));
  }

  @Test
  void aFileCutShortAnywhereIsToldOfAndNeverBelieved() throws IOException {
    Path cache = folder.resolve("cache");
    assertThatThrownBy(() -> compress(Optional.of(cache), new Watch("measuring conv2")))
        .isInstanceOf(Interrupted.class);
    Path file;
    try (Stream<Path> files = Files.list(cache)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    String key = file.getFileName().toString().replace(".txt", "");
    for (int length = 0; length < whole.length - 1; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      List<String> warnings = new ArrayList<>();
      SensitivityCache read = SensitivityCache.in(cache, key, warnings::add);
      assertThat(warnings).as("cut to " + length).hasSize(1);
      assertThat(warnings.get(0)).contains("measured anew");
      assertThat(read.size()).isZero();
    }
    assertThat(new String(whole, StandardCharsets.UTF_8)).startsWith("lowrank measurements");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldOfOnceAndDoesNotStopTheSearch() throws IOException {
    Path occupied = Files.writeString(folder.resolve("file"), "");
    Watch watch = new Watch("");
    Compressed compressed = compress(Optional.of(occupied.resolve("cache")), watch);
    assertThat(watch.warnings).hasSize(1);
    assertThat(watch.warnings.get(0)).contains("cannot be written", "start anew");
    assertThat(compressed.fixed().multiplies()).isLessThan(NETWORK.multiplies() / 2);
  }
}
