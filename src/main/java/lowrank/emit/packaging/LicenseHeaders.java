package lowrank.emit.packaging;

import java.nio.charset.StandardCharsets;
import lowrank.program.SourceBundle;

/**
 * Puts the licence into the first line of every generated text file whose language has comments, as
 * the SPDX specification writes it.
 */
final class LicenseHeaders {
  private LicenseHeaders() {}

  static SourceBundle added(SourceBundle bundle, String license) {
    SourceBundle result = SourceBundle.empty();
    for (var file : bundle.files().entrySet()) {
      String line = line(file.getKey(), "SPDX-License-Identifier: " + license);
      result =
          line.isEmpty()
              ? result.with(file.getKey(), file.getValue())
              : result.with(
                  file.getKey(), line + "\n" + new String(file.getValue(), StandardCharsets.UTF_8));
    }
    return result;
  }

  /** The first line of a file; empty for a language without comments. */
  private static String line(String file, String text) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "c", "h", "ino" -> "/* " + text + " */";
      case "java" -> "// " + text;
      case "cmake", "txt", "yml", "Kconfig" -> "# " + text;
      default -> "";
    };
  }
}
