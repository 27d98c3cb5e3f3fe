package lowrank.provenance;

/** The tool that writes the files, as their first lines name it. */
public final class Tool {
  /** Its name alone. */
  public static final String NAME = "lowrank-mcu";

  /** Name and version of the build, as in {@code pom.xml}. */
  public static final String NAME_AND_VERSION = NAME + " 0.1.0";

  private Tool() {}
}
