package lowrank.emit.packaging;

import lowrank.program.SourceBundle;

/**
 * The folder {@code src}, of which Arduino and PlatformIO compile every file: one that includes the
 * real one above it for each source and for the header. So the example's {@code main} stays out.
 */
final class SourceFolder {
  private SourceFolder() {}

  static SourceBundle files(PackageModel model, PackageTemplates templates) {
    String header = model.id() + ".h";
    SourceBundle bundle =
        SourceBundle.empty().with("src/" + header, templates.wrapper("wrapper.h.ftl", header));
    for (String source : model.sources()) {
      bundle = bundle.with("src/" + source, templates.wrapper("wrapper.c.ftl", source));
    }
    return bundle;
  }
}
