package lowrank.emit.packaging;

import lowrank.program.SourceBundle;

/**
 * A component of ESP-IDF: the manifest of Espressif's component manager; {@code CMakeLists.txt}
 * registers the component.
 */
final class EspIdfComponent implements PackageWriter {
  @Override
  public SourceBundle files(PackageModel model, PackageTemplates templates) {
    return SourceBundle.empty().with("idf_component.yml", templates.text("idf_component.yml.ftl"));
  }
}
