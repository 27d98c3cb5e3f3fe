package lowrank.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import lowrank.data.ClassNames;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.emit.packaging.Ecosystem;
import lowrank.emit.packaging.PackageSettings;
import lowrank.pipeline.GenerationSettings;
import lowrank.schedule.Fusion;
import picocli.CommandLine.Option;

/** Which build systems the folder is a package of, and what its files say about themselves. */
final class PackagingOptions {
  private static final Pattern VERSION =
      Pattern.compile("(0|[1-9]\\d{0,5})(\\.(0|[1-9]\\d{0,5})){2}");

  /** Identifiers joined by AND, OR and WITH, with parentheses (SPDX 2.3, annex D). */
  private static final Pattern LICENSE =
      Pattern.compile("\\(*[A-Za-z0-9.+:-]+\\)*( (AND|OR|WITH) \\(*[A-Za-z0-9.+:-]+\\)*)*");

  private static final Pattern LINE = Pattern.compile("[\\x20-\\x7e&&[^\"\\\\$=]]{1,200}");

  @Option(
      names = "--package",
      split = ",",
      paramLabel = "KIND",
      description = {
        "Build systems that the folder is a package of: all, none, or some of cmake, esp-idf,",
        "arduino, platformio, zephyr (default: all)."
      })
  private List<String> kinds = List.of("all");

  @Option(
      names = "--package-version",
      paramLabel = "X.Y.Z",
      description = "Version of the packages (default: 1.0.0).")
  private String version = PackageSettings.DEFAULT.version();

  @Option(
      names = "--package-author",
      paramLabel = "NAME",
      description = "Author in manifests that need one (default: Firmware team).")
  private String author = PackageSettings.DEFAULT.author();

  @Option(
      names = "--package-url",
      paramLabel = "URL",
      description = "Home page in manifests that need one (default: https://example.com).")
  private String url = PackageSettings.DEFAULT.url();

  @Option(
      names = "--license",
      paramLabel = "SPDX-ID",
      description = {
        "Licence that the generated files name, an SPDX expression such as MIT or",
        "LicenseRef-Proprietary (default: Apache-2.0)."
      })
  private String license = PackageSettings.LICENSE;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Names of the outputs, one a line, for the C and its example.")
  private Path classes;

  /** All of them, checked, with what is decided elsewhere. */
  GenerationSettings settings(Fusion fusion, Map<String, String> places) {
    check("--package-version", version, VERSION, "three numbers such as 1.2.0");
    check("--package-author", author, LINE, "plain ASCII without quotes");
    check("--package-url", url, LINE, "an address in plain ASCII");
    check("--license", license, LICENSE, "an SPDX expression such as MIT");
    return new GenerationSettings(
        new PackageSettings(ecosystems(), version, author, url, license),
        classes == null ? ClassNames.NONE : ClassNames.read(classes),
        fusion,
        places,
        Optional.empty());
  }

  private List<Ecosystem> ecosystems() {
    if (kinds.equals(List.of("all"))) {
      return Ecosystem.all();
    }
    return kinds.equals(List.of("none"))
        ? List.of()
        : kinds.stream().map(PackagingOptions::ecosystem).toList();
  }

  private static Ecosystem ecosystem(String kind) {
    return Ecosystem.named(kind)
        .orElseThrow(
            () ->
                new CompileException(
                    Fault.BAD_OPTION,
                    "--package",
                    kind,
                    "all, none, or some of cmake, esp-idf, arduino, platformio, zephyr"));
  }

  private static void check(String option, String value, Pattern form, String expected) {
    if (!form.matcher(value).matches()) {
      throw new CompileException(Fault.BAD_OPTION, option, value, expected);
    }
  }
}
