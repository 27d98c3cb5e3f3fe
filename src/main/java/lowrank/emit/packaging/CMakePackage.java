package lowrank.emit.packaging;

import lowrank.program.SourceBundle;

/**
 * A CMake package that builds from its sources, so that it takes on the compiler and the flags of
 * the firmware. {@code CMakeLists.txt}, shared with ESP-IDF, is written by {@link Packager}.
 */
final class CMakePackage implements PackageWriter {
  @Override
  public SourceBundle files(PackageModel model, PackageTemplates templates) {
    String stem = "cmake/" + model.id();
    return SourceBundle.empty()
        .with(stem + "-config.cmake", templates.text("config.cmake.ftl"))
        .with(stem + "-config-version.cmake", templates.text("config-version.cmake.ftl"));
  }
}
