package lowrank.cli;

import lowrank.provenance.Tool;
import picocli.CommandLine.IVersionProvider;

/** Name and version of the tool, from the jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  /** For example {@code lowrank-mcu 0.1.0}. */
  static String text() {
    return Tool.NAME_AND_VERSION;
  }
}
