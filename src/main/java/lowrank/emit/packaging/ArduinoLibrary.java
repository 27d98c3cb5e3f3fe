package lowrank.emit.packaging;

import lowrank.program.SourceBundle;

/** An Arduino library after revision 2.2 of the library specification, with an example sketch. */
final class ArduinoLibrary implements PackageWriter {
  @Override
  public SourceBundle files(PackageModel model, PackageTemplates templates) {
    return SourceBundle.empty()
        .with("library.properties", templates.text("library.properties.ftl"))
        .with("examples/Decide/Decide.ino", templates.c("Decide.ino.ftl"));
  }
}
