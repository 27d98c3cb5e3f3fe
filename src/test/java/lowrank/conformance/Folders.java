package lowrank.conformance;

import java.nio.file.Path;
import lowrank.importer.ModelImporter;
import lowrank.pipeline.GeneratedFolder;
import lowrank.pipeline.Generator;
import lowrank.pipeline.ModelFile;
import lowrank.pipeline.OutputFolder;
import lowrank.pipeline.TargetFile;

/** Generated folders, written as the command line writes them. */
final class Folders {
  private Folders() {}

  /**
   * Generates from a quantised model file.
   *
   * @param folder must not exist
   */
  static GeneratedFolder generate(ModelFile file, String target, String name, Path folder) {
    OutputFolder.write(
        folder,
        Generator.generate(
            ModelImporter.read(file.name(), file.content()), file, TargetFile.load(target), name),
        false);
    return GeneratedFolder.open(folder);
  }
}
