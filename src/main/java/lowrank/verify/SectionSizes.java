package lowrank.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Bytes of code and of constants in object files. */
record SectionSizes(long code, long constants) {
  /**
   * Asks the tool set's {@code size} for the sections.
   *
   * @param unused a function with sections of its own that firmware does not link
   */
  static SectionSizes of(Command size, Path work, List<Path> objects, String unused) {
    List<String> arguments = new ArrayList<>(List.of("-A", "-d"));
    objects.forEach(object -> arguments.add(object.toString()));
    Command.Outcome outcome = size.run(work, Command.BUILD_LIMIT, arguments);
    if (outcome.status() != 0) {
      throw new IllegalStateException(size.name() + ": " + outcome.text());
    }
    return parse(outcome.text(), unused);
  }

  /** Reads lines of section name, size and address; other lines are passed over. */
  static SectionSizes parse(String text, String unused) {
    long code = 0;
    long constants = 0;
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (words.length == 3 && words[1].matches("\\d+") && !words[0].endsWith("." + unused)) {
        if (words[0].matches("\\.(text|literal)(\\..*)?")) {
          code += Long.parseLong(words[1]);
        } else if (words[0].matches("\\.s?(rodata|data)(\\..*)?")) {
          constants += Long.parseLong(words[1]);
        }
      }
    }
    return new SectionSizes(code, constants);
  }
}
