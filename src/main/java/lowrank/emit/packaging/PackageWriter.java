package lowrank.emit.packaging;

import lowrank.program.SourceBundle;

/** Makes the files that one build system needs besides the C sources. */
interface PackageWriter {
  /** The files, without the sources. */
  SourceBundle files(PackageModel model, PackageTemplates templates);
}
