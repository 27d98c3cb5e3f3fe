package lowrank.emit.packaging;

import java.util.List;
import lowrank.program.SourceBundle;

/**
 * The folder {@code src}, of which Arduino and PlatformIO compile every file: one that includes the
 * real one above it for each source, for the header, and for the test vectors, which the example
 * includes. So the example's {@code main} stays out.
 */
final class SourceFolder {
  private SourceFolder() {}

  static SourceBundle files(PackageModel model, PackageTemplates templates) {
    SourceBundle bundle = SourceBundle.empty();
    for (String header : List.of(model.id() + ".h", model.id() + "_test_vectors.h")) {
      bundle = bundle.with("src/" + header, templates.wrapper("wrapper.h.ftl", header));
    }
    for (String source : model.sources()) {
      bundle = bundle.with("src/" + source, templates.wrapper("wrapper.c.ftl", source));
    }
    return bundle;
  }
}
