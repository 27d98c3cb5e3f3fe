package lowrank.emit.packaging;

import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.target.Target;

/** Makes a folder of C sources a package of the build systems asked for. */
public final class Packager {
  private Packager() {}

  /**
   * The bundle with the files of all packages, and with the licence named in all files.
   *
   * @param bundle with the C files of {@code program}
   */
  public static SourceBundle packaged(
      SourceBundle bundle, Program program, Target target, PackageSettings settings) {
    PackageModel model = PackageModel.of(bundle, program, target, settings);
    PackageTemplates templates = new PackageTemplates(model);
    SourceBundle result = bundle;
    if (model.cmake() || model.espIdf()) {
      result = result.with("CMakeLists.txt", templates.text("CMakeLists.txt.ftl"));
    }
    for (Ecosystem ecosystem : settings.ecosystems()) {
      result = result.with(ecosystem.writer().files(model, templates));
    }
    boolean wrapped = settings.has(Ecosystem.ARDUINO) || settings.has(Ecosystem.PLATFORMIO);
    if (wrapped) {
      result = result.with(SourceFolder.files(model, templates));
    }
    return LicenseHeaders.added(result, settings.license());
  }
}
