package lowrank.emit.packaging;

import lowrank.program.SourceBundle;

/** A Zephyr module: a library behind a Kconfig symbol. */
final class ZephyrModule implements PackageWriter {
  @Override
  public SourceBundle files(PackageModel model, PackageTemplates templates) {
    return SourceBundle.empty()
        .with("zephyr/module.yml", templates.text("module.yml.ftl"))
        .with("zephyr/CMakeLists.txt", templates.text("zephyr.CMakeLists.txt.ftl"))
        .with("zephyr/Kconfig", templates.text("Kconfig.ftl"));
  }
}
