package lowrank.cli;

import java.io.File;

/** Text that can be pasted into a shell. */
final class Shell {
  private Shell() {}

  /** How this program is called: {@code java -jar FILE} if it runs from its jar. */
  static String program() {
    String path = System.getProperty("java.class.path", "");
    boolean jar = path.endsWith(".jar") && !path.contains(File.pathSeparator);
    return jar ? "java -jar " + quote(path) : "lowrank";
  }

  /** A word in single quotes if it needs any. */
  static String quote(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
