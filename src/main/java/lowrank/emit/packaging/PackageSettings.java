package lowrank.emit.packaging;

import java.util.List;

/**
 * How the generated folder presents itself to build systems.
 *
 * @param ecosystems to write files for; none: plain C files
 * @param version three numbers with dots, of the package
 * @param author in the manifests that want one
 * @param url home page, in the manifests that want one
 * @param license SPDX expression for the generated files
 */
public record PackageSettings(
    List<Ecosystem> ecosystems, String version, String author, String url, String license) {
  /** Licence of the generated files unless the user says another: that of the templates. */
  public static final String LICENSE = "Apache-2.0";

  /** All build systems, with values that stand in for the user's. */
  public static final PackageSettings DEFAULT =
      new PackageSettings(
          Ecosystem.all(), "1.0.0", "Firmware team", "https://example.com", LICENSE);

  /** Copies the list, in the order of the enumeration. */
  public PackageSettings {
    ecosystems = ecosystems.stream().distinct().sorted().toList();
  }

  /** Whether files for that build system are wanted. */
  public boolean has(Ecosystem ecosystem) {
    return ecosystems.contains(ecosystem);
  }
}
