package lowrank.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lowrank.api.GenerateOptions;
import lowrank.api.Lowrank;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.ImportedModel;
import lowrank.pipeline.GenerationSettings;
import lowrank.pipeline.MeasuredImage;
import lowrank.pipeline.ModelFile;
import lowrank.pipeline.OutputFolder;
import lowrank.pipeline.SearchOutcome;
import lowrank.pipeline.TargetFile;
import lowrank.program.SourceBundle;
import lowrank.report.BuildEntry;
import lowrank.report.Reports;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Optimize;
import lowrank.target.Target;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** For which target to generate, under which name, and where to. */
final class GenerationOptions {
  /** Of a name that is made from the file's; with a prefix it is still short enough for C. */
  private static final int LONGEST = 60;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "NAME",
      description = "A target of `lowrank targets`, or a .yaml descriptor.")
  private String target;

  @Option(
      names = "--optimize",
      paramLabel = "WISH",
      defaultValue = "balanced",
      description =
          "size, balanced or speed (default: balanced). speed takes weights of two bytes where the"
              + " core gains from them and the flash holds them; size writes no loops out.")
  private String optimize;

  @Option(
      names = "--name",
      paramLabel = "ID",
      description = "Prefix of all C names (default: from the model's file name).")
  private String name;

  @Option(
      names = "--place",
      paramLabel = "LAYER=BANK",
      split = ",",
      description = {
        "Bank of RAM that a layer's output, or the model's input, is to lie in, for targets with",
        "several banks. May be repeated."
      })
  private Map<String, String> places = Map.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder to write; new or empty, or with --force one that this tool wrote.")
  private Path output;

  @Option(
      names = "--force",
      description = "Replace a folder that this tool wrote, with all that is in it.")
  private boolean force;

  @Option(
      names = "--fuse",
      paramLabel = "MODE",
      defaultValue = "auto",
      description =
          "auto: run convolutions together, row by row, where that takes less RAM; always: wherever"
              + " they can be; off: each layer alone (default: auto).")
  private Fusion fusion;

  @Mixin private PackagingOptions packaging;

  private TargetFile loaded;
  private GenerationSettings settings;

  /** Checks target and folder before any work is done. */
  void check() {
    if (name != null && !Scheduler.isIdentifier(name)) {
      throw new CompileException(Fault.BAD_NAME, name);
    }
    loaded = TargetFile.load(target).optimized(wish());
    settings = packaging.settings(fusion, places);
    OutputFolder.check(output, force);
  }

  private Optimize wish() {
    return Stream.of(Optimize.values())
        .filter(wish -> wish.name().toLowerCase(Locale.ROOT).equals(optimize))
        .findFirst()
        .orElseThrow(
            () ->
                new CompileException(
                    Fault.BAD_OPTION, "--optimize", optimize, "size, balanced or speed"));
  }

  /** The target, after {@link #check}. */
  Target target() {
    return loaded.target();
  }

  /** The folder to write. */
  Path output() {
    return output;
  }

  /**
   * Generates and writes the folder.
   *
   * @param config what the command was told
   * @param search what the search under a budget was given and found; empty if there was none
   * @return what the C takes on the target
   */
  MeasuredImage write(
      ImportedModel model, ModelFile file, EffectiveConfig config, Optional<SearchOutcome> search) {
    String identifier = name == null ? identifier(model.network().provenance().model()) : name;
    EffectiveConfig named = config.with("name", identifier);
    BuildEntry told = named.entry();
    BuildEntry build =
        new BuildEntry(
            search.map(SearchOutcome::budget).orElse(null),
            search.map(SearchOutcome::front).orElse(List.of()),
            search.map(SearchOutcome::chosen).orElse(null),
            told.options(),
            told.files());
    GenerateOptions options = new GenerateOptions(loaded, identifier, settings.withBuild(build));
    SourceBundle bundle =
        Lowrank.generate(model, file, options)
            .with(ConfigFile.NAME, named.yaml(output, told.files()));
    checkArena(bundle);
    MeasuredImage image = Lowrank.measure(bundle, options);
    Lowrank.write(output, image.files(), force);
    return image;
  }

  /** What was measured, and where the folder is. */
  void print(MeasuredImage image, PrintWriter out) {
    out.println(
        image
            .size()
            .map(
                size ->
                    String.format(
                        Locale.ROOT,
                        "code: %,d bytes, tables: %,d, stack: at most %,d (%s%s)",
                        size.codeBytes(),
                        size.constantBytes(),
                        size.stackBytes(),
                        size.compiler(),
                        size.standIn() ? ", a stand-in" : ""))
            .orElseGet(() -> "code and stack not measured: " + image.obstacle()));
    out.printf("written to %s%n", output);
  }

  /** Of several banks the planner checks each. */
  private void checkArena(SourceBundle bundle) {
    byte[] report = bundle.files().get(Reports.FILE);
    long arena = Reports.fromJson(new String(report, StandardCharsets.UTF_8)).ram().arena();
    long ram = target().ram().bytes();
    if (arena > ram) {
      throw new CompileException(
          Fault.ARENA_TOO_LARGE,
          target().name(),
          "the arena needs " + arena + " bytes of RAM, " + (arena - ram) + " more than " + ram,
          "choose a target with ram: " + arena + " or more, or build with --max-ram " + ram);
    }
  }

  /** The model's file name without its ending, made fit for C. */
  static String identifier(String file) {
    String stem = file.replaceFirst("\\.[^.]*$", "").toLowerCase(Locale.ROOT);
    String cleaned = stem.replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    String shortened = cleaned.substring(0, Math.min(cleaned.length(), LONGEST));
    return Scheduler.isIdentifier(shortened) ? shortened : "net_" + shortened;
  }
}
