package lowrank.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.ModelImporter;
import lowrank.pipeline.Counter;
import lowrank.pipeline.Counts;
import lowrank.pipeline.GeneratedFolder;
import lowrank.schedule.Fusion;
import lowrank.target.Target;
import lowrank.target.Targets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts multiplies. */
@Command(
    name = "count",
    sortOptions = false,
    description = {
      "Count the multiplies of every layer.",
      "By formula and by the interpreter while it runs, each factor next to the layer that it"
          + " replaces, with the ranks at which it breaks even, and per target."
    })
final class CountCommand implements Runnable {
  @Mixin private Console console;

  @Parameters(paramLabel = "MODEL|DIR", description = "A model, or a generated folder.")
  private Path subject;

  @Option(
      names = "--target",
      paramLabel = "NAME|all",
      description = "Add what the target makes of it; `all` for every built-in target.")
  private String target;

  @Option(
      names = "--instructions",
      description =
          "Also count the instructions that the targets' emulated cores execute (DIR only); those"
              + " of its own target are entered in the folder's report.")
  private boolean emulated;

  @Mixin private FormatOption format;

  @Override
  public void run() {
    Optional<GeneratedFolder> folder =
        GeneratedFolder.is(subject) ? Optional.of(GeneratedFolder.open(subject)) : Optional.empty();
    Counter counter =
        new Counter(
            folder.map(GeneratedFolder::model).orElseGet(() -> ModelImporter.read(subject)));
    Counts counts = counter.count().withTargets(targets(counter, folder));
    format.print(console, counts, out -> CountTables.print(counts, out));
  }

  private List<Counts.TargetCount> targets(Counter counter, Optional<GeneratedFolder> folder) {
    if (emulated && folder.isEmpty()) {
      throw new CompileException(Fault.MISSING_OPTION, "--instructions", "a generated folder");
    }
    List<Counts.TargetCount> counts = new ArrayList<>();
    Fusion fusion = folder.map(GeneratedFolder::fusion).orElse(Fusion.AUTO);
    for (Target each : targets(folder)) {
      Counts.TargetCount count = counter.count(each, fusion);
      boolean measurable = emulated && each.emulated().isPresent();
      counts.add(measurable ? counter.measured(count, folder.get(), each) : count);
    }
    folder.ifPresent(found -> enter(counts, found));
    return counts;
  }

  /** What the folder's own target executed becomes part of its report. */
  private static void enter(List<Counts.TargetCount> counts, GeneratedFolder folder) {
    counts.stream()
        .filter(count -> count.target().equals(folder.target().name()))
        .filter(count -> count.instructions() != null)
        .findFirst()
        .ifPresent(count -> folder.write(folder.report().withInstructions(count.instructions())));
  }

  private List<Target> targets(Optional<GeneratedFolder> folder) {
    if (target == null) {
      return folder.map(found -> List.of(found.target())).orElse(List.of());
    }
    return target.equals("all")
        ? Targets.names().stream().map(Targets::load).toList()
        : List.of(Targets.load(target));
  }
}
