package lowrank.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.data.ClassNames;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.emit.packaging.PackageSettings;
import lowrank.program.SourceBundle;
import lowrank.report.BuildEntry;
import lowrank.schedule.Fusion;

/**
 * How a folder is to be generated, besides for which target and under which name.
 *
 * @param packages build systems, version and licence
 * @param names of the outputs; none if there is no file of them
 * @param fusion whether layers may run together
 * @param places names of banks of RAM by names of layers, or of the network's input
 * @param build what the report is to say about how the model was made
 */
public record GenerationSettings(
    PackageSettings packages,
    ClassNames names,
    Fusion fusion,
    Map<String, String> places,
    Optional<BuildEntry> build) {
  /** All packages, no names; layers together where that takes less memory. */
  public static final GenerationSettings DEFAULT =
      new GenerationSettings(
          PackageSettings.DEFAULT, ClassNames.NONE, Fusion.AUTO, Map.of(), Optional.empty());

  /** Copies the map. */
  public GenerationSettings {
    places = Map.copyOf(places);
  }

  /** The same with an entry for the report. */
  public GenerationSettings withBuild(BuildEntry entry) {
    return new GenerationSettings(packages, names, fusion, places, Optional.of(entry));
  }

  /** The file of names that the folder carries; no file without names. */
  SourceBundle classesFile() {
    return classes().isEmpty()
        ? SourceBundle.empty()
        : SourceBundle.empty().with(GeneratedFolder.CLASSES, names.text());
  }

  /** The names alone. */
  List<String> classes() {
    return names.names();
  }

  /**
   * Checks that there is a name for each output, if there are names.
   *
   * @throws CompileException CLASS_COUNT
   */
  void checkClasses(int outputs) {
    if (!classes().isEmpty() && classes().size() != outputs) {
      throw new CompileException(Fault.CLASS_COUNT, names.file(), classes().size(), outputs);
    }
  }
}
